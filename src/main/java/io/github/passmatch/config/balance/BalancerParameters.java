package io.github.passmatch.config.balance;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.balance.Method;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists the parameters of balancers, one row each (mod_proxy, "Balancer parameters"). */
public final class BalancerParameters {

    /**
     * Describes one parameter of a balancer.
     *
     * @param values   allowed values, with units and range
     * @param standard the default
     * @param summary  one line
     */
    public record Row(String name, String values, String standard, String summary, Setter setter) { }

    /** Stores the value of a parameter. */
    @FunctionalInterface
    public interface Setter {
        void set(BalancerDraft draft, Value value);
    }

    private static final Pattern STATUSES = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

    private static final List<Row> ALL = List.of(
            new Row("lbmethod", "byrequests, bytraffic, bybusyness", "byrequests", "how a member is chosen", BalancerParameters::method),
            new Row("choices", "1, 2", "1", "2: bybusyness chooses the less busy one of two random members; not a parameter of httpd", (draft, value) -> value.integer(1, 2).ifPresent(n -> {
                draft.twoRandom = n == 2;
                draft.choicesPlace = Optional.of(value.place());
            })),
            new Row("stickysession", "NAME, COOKIE|parameter", "none", "the cookie and the URL parameter that contain the route of a session", BalancerParameters::sticky),
            new Row("stickysessionsep", "a character, off", ".", "the route begins after this character; off: the value is the route", BalancerParameters::separator),
            new Row("scolonpathdelim", "on, off", "off", "a session value in the query ends at a semicolon too; in a path always", (draft, value) -> value.onOff().ifPresent(on -> draft.semicolon = on)),
            new Row("stickycookie", "on, off", "off", "sets the cookie of stickysession; not a parameter of httpd", (draft, value) -> value.onOff().ifPresent(on -> draft.setsCookie = on)),
            new Row("nofailover", "on, off", "off", "a session never moves to another member; then 503", (draft, value) -> value.onOff().ifPresent(on -> draft.noFailover = on)),
            new Row("maxattempts", "0 and up", "the number of members minus 1", "further attempts after a failed connect", (draft, value) -> draft.maxAttempts = orElse(value.integer(0, Integer.MAX_VALUE), draft.maxAttempts)),
            new Row("retrybudget", "0 to 100", "no limit", "percentage of the requests in progress that may be repeated, at least 3 requests; not a parameter of httpd", (draft, value) -> draft.retryBudget = orElse(value.integer(0, 100), draft.retryBudget)),
            new Row("timeout", "time, s", "0: not at all", "how long a request waits if no member is usable; the time limit for data of an upstream is timeout of the BalancerMember",
                    (draft, value) -> value.duration("s", Duration.ofSeconds(1)).ifPresent(time -> draft.timeout = time)),
            new Row("forcerecovery", "on, off", "on", "if all members are in error, all are used again at once", (draft, value) -> value.onOff().ifPresent(on -> draft.forceRecovery = on)),
            new Row("failonstatus", "statuses and ranges, 100 to 599", "none", "responses with these statuses put the member in error, for example 500,502-504", BalancerParameters::failOnStatus),
            new Row("failontimeout", "on, off", "off", "a response that does not come in time puts the member in error", (draft, value) -> value.onOff().ifPresent(on -> draft.failOnTimeout = on)),
            new Row("fails", "1 and up", "1", "how many such responses in a row are needed; each renewed error doubles retry, up to 10 times; not a parameter of httpd", (draft, value) -> draft.fails = orElse(value.integer(1, Integer.MAX_VALUE), draft.fails)),
            new Row("maxerror", "0 to 100", "100", "largest percentage of the members of a set that responses may put in error; not a parameter of httpd", (draft, value) -> draft.maxError = orElse(value.integer(0, 100), draft.maxError)),
            new Row("nonce", "text, None", "random", "the token of forms of the balancer-manager; None: the page is read-only", (draft, value) -> draft.nonce = value.shorterThan(64).or(() -> draft.nonce)),
            new Row("growth", "1 to 100", "0", "how many members the balancer-manager may add, and how many addresses of names may be members", (draft, value) -> value.integer(1, 100).ifPresent(n -> draft.growth = n)),
            new Row("draintime", "time, s", "300s", "how long the sessions, requests and tunnels of a member that drains may go on; not a parameter of httpd",
                    (draft, value) -> value.duration("s", Duration.ZERO).ifPresent(time -> draft.drainTime = time)));

    private static final Map<String, Row> BY_NAME = byName();

    private BalancerParameters() { }

    /** All rows, in the order of the manual. */
    public static List<Row> all() {
        return ALL;
    }

    /** Whether a balancer has a parameter of this name. */
    public static boolean contains(String name) {
        return BY_NAME.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Reads one word of a {@code ProxySet} or {@code ProxyPass} line into {@code draft}.
     *
     * @param ofMembers whether a name is a parameter of members
     */
    public static void read(Word word, BalancerDraft draft, Predicate<String> ofMembers, Problems problems) {
        Row row = BY_NAME.get(word.name().toLowerCase(Locale.ROOT));
        if (row == null) unknown(word, word.name(), ofMembers, problems);
        else word.value(row.name(), problems).ifPresent(value -> {
            if (draft.parameter.isEmpty()) draft.parameter = Optional.of(word.place());
            row.setter().set(draft, value);
        });
    }

    private static void unknown(Word word, String name, Predicate<String> ofMembers, Problems problems) {
        if (word.isComment()) problems.error(Finding.COMMENT, word.place(), Word.NO_COMMENT, "put it on a line of its own");
        else if (ofMembers.test(name)) problems.error(Finding.BALANCER_PARAMETER, word.place(), "\"" + name + "\" is a parameter of a member, not of a balancer", "write it after the URL of a BalancerMember");
        else problems.error(Finding.UNKNOWN_PARAMETER, word.place(), "unknown parameter \"" + name + "\" of a balancer", Hints.didYouMean(name, BY_NAME.keySet()));
    }

    private static OptionalInt orElse(OptionalInt read, OptionalInt present) {
        return read.isPresent() ? read : present;
    }

    private static void method(BalancerDraft draft, Value value) {
        if (value.text().equalsIgnoreCase("heartbeat")) {
            value.problems().error(value.place(), "lbmethod=heartbeat is not supported", "write lbmethod=bybusyness choices=2, which needs no messages of the members");
            return;
        }
        value.oneOf(List.of("byrequests", "bytraffic", "bybusyness")).flatMap(Method::of).ifPresent(method -> draft.method = method);
    }

    private static void sticky(BalancerDraft draft, Value value) {
        if (value.text().matches("\\|.*|.*\\||.*\\|.*\\|.*")) value.problems().error(value.place(), "stickysession takes one name, or the name of a cookie, a | and the name of a parameter, not \"" + value.text() + "\"", "");
        else value.shorterThan(64).ifPresent(names -> draft.sticky = names);
    }

    private static void separator(BalancerDraft draft, Value value) {
        if (value.text().equalsIgnoreCase("off")) draft.separator = 0;
        else if (value.text().length() == 1) draft.separator = value.text().charAt(0);
        else value.problems().error(value.place(), "stickysessionsep takes one character or off, not \"" + value.text() + "\"", "");
    }

    private static void failOnStatus(BalancerDraft draft, Value value) {
        Set<Integer> statuses = new HashSet<>();
        for (String part : value.text().split(",", -1)) {
            Matcher range = STATUSES.matcher(part);
            int from = range.matches() ? Integer.parseInt(range.group(1)) : 1;
            int to = !range.matches() ? 0 : range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from > to) {
                value.problems().error(value.place(), "failonstatus takes statuses from 100 to 599 with commas between, not \"" + part + "\"", "write failonstatus=500,502-504");
                return;
            }
            for (int status = from; status <= to; status++) statuses.add(status);
        }
        draft.failOnStatus = Set.copyOf(statuses);
    }

    private static Map<String, Row> byName() {
        Map<String, Row> map = new TreeMap<>();
        for (Row row : ALL) map.put(row.name(), row);
        return map;
    }
}
