package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.health.HealthMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A form of the balancer-manager, with httpd's names of fields: changes one balancer or one of its members. As in httpd, a value that is out of range is ignored. A value that is in force already
 * changes nothing. For one form; not safe for concurrent use.
 */
public final class ChangeForm {

    private static final String FLAGS = "INDHRSC";
    private static final int LONGEST_WAIT_SECONDS = 7200;
    private static final int LONGEST_NAME = 63;
    private static final int SHORTEST_INTERVAL_MILLIS = 100;
    private static final String TEXT = "[!-~]{0," + LONGEST_NAME + "}";

    private final Map<String, String> fields;
    private final Balancings balancings;
    private final long now;
    private final List<String> done = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private Optional<String> rejected = Optional.empty();

    private ChangeForm(Map<String, String> fields, Balancings balancings, long now) {
        this.now = now;
        this.fields = fields;
        this.balancings = balancings;
    }

    /**
     * What a form has changed.
     *
     * @param done    one phrase for each change
     * @param ignored one phrase for each field that was ignored, with the reason
     * @param rejected why a member was not added; as in httpd, this is an error
     */
    public record Outcome(List<String> done, List<String> ignored, Optional<String> rejected) {

        public Outcome {
            done = List.copyOf(done);
            ignored = List.copyOf(ignored);
            Objects.requireNonNull(rejected, "rejected");
        }
    }

    /**
     * Makes the changes.
     *
     * @param fields names and values: {@code w} names the member, {@code w_…} change the member, {@code b_…} change the balancer
     * @param id     of the balancer
     * @param now    in milliseconds since 1970
     */
    public static Outcome apply(Map<String, String> fields, Balancings balancings, String id, long now) {
        ChangeForm form = new ChangeForm(fields, balancings, now);
        Balancing balancing = balancings.find(id).orElseThrow();
        String url = fields.getOrDefault("w", "");
        Optional<Standing> member = balancing.members().stream().filter(one -> one.member().url().equals(url)).findFirst();
        if (member.isPresent()) form.member(balancing, member.get());
        else if (!url.isEmpty()) form.ignored.add("w: " + balancing.balancer().url() + " has no member " + url);
        form.balancer(balancings.find(id).orElseThrow());
        form.add(id);
        return new Outcome(form.done, form.ignored, form.rejected);
    }

    private void add(String id) {
        String url = fields.getOrDefault("b_nwrkr", "").strip();
        if (url.isEmpty() || !fields.getOrDefault("b_wyes", "").equals("1")) return;
        rejected = balancings.add(id, url);
        if (rejected.isEmpty()) done.add("member " + url + " added, disabled");
    }

    private void member(Balancing balancing, Standing one) {
        for (int i = 0; i < FLAGS.length(); i++) flag(FLAGS.charAt(i), one);
        Member.Role role = one.member().role();
        Changes.OfMember before = balancings.changes(balancing.balancer().id()).of(one.member().url());
        OptionalInt loadFactor = number("w_lf", 1, 100, 2, role.loadFactor());
        OptionalInt lbset = number("w_ls", 0, 99, 0, role.lbset());
        Optional<String> route = text("w_wr", role.route());
        Optional<String> redirect = text("w_rr", role.redirect());
        Changes.OfMember after = new Changes.OfMember(loadFactor.isPresent() ? loadFactor : before.loadFactor(), lbset.isPresent() ? lbset : before.lbset(), route.or(before::route), redirect.or(before::redirect),
                health(one.member().health(), before.health()));
        replace(balancing, changes -> after.equals(before) ? changes : changes.with(one.member().url(), after));
    }

    private Changes.OfHealth health(Optional<HealthCheck> now, Changes.OfHealth before) {
        if (!fields.getOrDefault("w_he", "").isEmpty()) ignored.add("w_he: hcexpr is changed in the configuration");
        Optional<String> method = hcMethod(now.map(check -> check.method().toString()).orElse(Changes.OfHealth.NO_METHOD));
        Optional<String> uri = fields.getOrDefault("w_hu", "").isEmpty() ? Optional.empty() : text("w_hu", before.uri().orElse(""));
        OptionalInt interval = number("w_hi", SHORTEST_INTERVAL_MILLIS, Integer.MAX_VALUE, 0, (int) now.map(HealthCheck::interval).or(before::interval).orElse(HealthCheck.DEFAULT_INTERVAL).toMillis());
        OptionalInt passes = number("w_hp", 1, Integer.MAX_VALUE, 0, now.map(HealthCheck::passes).orElse(before.passes().orElse(1)));
        OptionalInt fails = number("w_hf", 1, Integer.MAX_VALUE, 0, now.map(HealthCheck::fails).orElse(before.fails().orElse(1)));
        return new Changes.OfHealth(method.or(before::method), uri.or(before::uri), interval.isPresent() ? Optional.of(Duration.ofMillis(interval.getAsInt())) : before.interval(), passes.isPresent() ? passes : before.passes(),
                fails.isPresent() ? fails : before.fails());
    }

    private Optional<String> hcMethod(String now) {
        String name = fields.getOrDefault("w_hm", "").toUpperCase(Locale.ROOT);
        if (name.isEmpty() || name.equals(now)) return Optional.empty();
        if (!name.equals(Changes.OfHealth.NO_METHOD) && HealthMethod.of(name).isEmpty()) {
            ignored.add("w_hm: there is no hcmethod \"" + fields.get("w_hm") + "\"");
            return Optional.empty();
        }
        done.add("hcmethod " + name);
        return Optional.of(name);
    }

    private void flag(char letter, Standing one) {
        String name = "w_status_" + letter;
        String value = fields.get(name);
        if (value == null) return;
        WorkerFlag flag = WorkerFlag.of(letter).orElseThrow();
        if (!value.matches("[01]")) {
            ignored.add(name + ": 0 or 1, not \"" + value + "\"");
        } else if (one.has(flag) != value.equals("1")) {
            one.state().change(flag, value.equals("1"), now);
            done.add("status " + letter + (value.equals("1") ? " on" : " off"));
        }
    }

    private void balancer(Balancing balancing) {
        Balancer.Settings now = balancing.balancer().settings();
        Failover failover = now.failover();
        Optional<Method> method = method(now.method());
        OptionalInt wait = number("b_tmo", 0, LONGEST_WAIT_SECONDS, 0, (int) failover.patience().toSeconds());
        OptionalInt attempts = number("b_max", 0, 99, 0, failover.maxAttempts().orElse(-1));
        Optional<Boolean> keeps = Optional.ofNullable(fields.get("b_sforce")).map("1"::equals).filter(on -> on != failover.keepsSessions());
        keeps.ifPresent(on -> done.add("nofailover " + (on ? "on" : "off")));
        Optional<String> sticky = sticky(now.sticky());
        replace(balancing, changes -> new Changes(method.or(changes::method), wait.isPresent() ? Optional.of(Duration.ofSeconds(wait.getAsInt())) : changes.patience(),
                attempts.isPresent() ? attempts : changes.maxAttempts(), keeps.or(changes::keepsSessions), sticky.or(changes::sticky), changes.members()));
    }

    private void replace(Balancing balancing, UnaryOperator<Changes> by) {
        String id = balancing.balancer().id();
        Changes before = balancings.changes(id);
        Changes after = by.apply(before);
        if (!after.equals(before)) balancings.change(id, after);
    }

    private Optional<Method> method(Method now) {
        String name = fields.get("b_lbm");
        if (name == null) return Optional.empty();
        Optional<Method> method = Method.of(name);
        if (method.isEmpty()) ignored.add("b_lbm: there is no lbmethod \"" + name + "\"");
        Optional<Method> other = method.filter(found -> found != now);
        other.ifPresent(found -> done.add("lbmethod " + found));
        return other;
    }

    /** As in httpd, {@code -} means no sessions, and an empty value changes nothing. */
    private Optional<String> sticky(Optional<StickySession> now) {
        String names = fields.getOrDefault("b_ss", "");
        if (names.isEmpty()) return Optional.empty();
        if (!names.matches(TEXT) || names.matches("\\|.*|.*\\||.*\\|.*\\|.*|.*[;,=&?/].*")) {
            ignored.add("b_ss: a name, or the name of a cookie, a | and the name of a parameter");
            return Optional.empty();
        }
        String wanted = names.equals("-") ? "" : names;
        if (wanted.equals(now.map(StickySession::names).orElse(""))) return Optional.empty();
        done.add("stickysession " + (wanted.isEmpty() ? "off" : wanted));
        return Optional.of(wanted);
    }

    private Optional<String> text(String name, String now) {
        String value = fields.get(name);
        if (value == null || value.equals(now)) return Optional.empty();
        if (!value.matches(TEXT)) {
            ignored.add(name + ": at most " + LONGEST_NAME + " printable characters without spaces");
            return Optional.empty();
        }
        done.add((name.equals("w_wr") ? "route " : name.equals("w_hu") ? "hcuri " : "redirect ") + (value.isEmpty() ? "none" : value));
        return Optional.of(value);
    }

    /** @param decimals digits after the point, which the result contains */
    private OptionalInt number(String name, int min, int max, int decimals, int now) {
        String text = fields.get(name);
        if (text == null || text.isEmpty()) return OptionalInt.empty();
        if (!text.matches(decimals == 0 ? "[0-9]{1,9}" : "[0-9]{1,9}(\\.[0-9]{0,9})?") || new BigDecimal(text).compareTo(BigDecimal.valueOf(min)) < 0 || new BigDecimal(text).compareTo(BigDecimal.valueOf(max)) > 0) {
            ignored.add(name + ": a number from " + min + " to " + max + ", not \"" + text + "\"");
            return OptionalInt.empty();
        }
        int value = new BigDecimal(text).movePointRight(decimals).intValue();
        if (value == now) return OptionalInt.empty();
        done.add(switch (name) {
            case "w_lf" -> "loadfactor ";
            case "w_ls" -> "lbset ";
            case "b_tmo" -> "timeout ";
            case "w_hi" -> "hcinterval in ms ";
            case "w_hp" -> "hcpasses ";
            case "w_hf" -> "hcfails ";
            default -> "maxattempts ";
        } + text);
        return OptionalInt.of(value);
    }
}
