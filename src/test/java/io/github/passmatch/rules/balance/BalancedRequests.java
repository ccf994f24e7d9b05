package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.Egress;
import io.github.passmatch.rules.connection.ProtocolSettings;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.connection.Tls;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Requests to a balancer whose members exist only here, on a clock of its own. Members are words such as {@code a*1.5} or {@code b:route=rb,lbset=1,status=H}; settings are
 * words such as {@code lbmethod=bybusyness stickysession=S}.
 */
final class BalancedRequests {

    private static final Place HERE = new Place("test.conf", 1, 1);

    final Balancing balancing;
    final Set<String> down = new HashSet<>();
    /** The status of a member's responses; 200 if missing. */
    final Map<String, Integer> statuses = new HashMap<>();
    long bytes;
    long now = 1_000_000;
    Choice last;

    BalancedRequests(String members, String settings) {
        this(members, settings, new BalancerState());
    }

    BalancedRequests(String members, String settings, BalancerState state) {
        balancing = new Balancing(balancer(members, settings), state);
    }

    static Balancer balancer(String members, String settings) {
        return new Balancer("c", "", HERE, settings(settings), List.of(members.split(" ")).stream().map(BalancedRequests::member).toList());
    }

    static Member member(String word) {
        String name = word.split("[:*]")[0];
        Map<String, String> given = pairs(word.contains(":") ? word.substring(word.indexOf(':') + 1) : "", ",");
        double factor = word.contains("*") ? Double.parseDouble(word.split(":")[0].substring(name.length() + 1)) : 1;
        Set<WorkerFlag> flags = EnumSet.noneOf(WorkerFlag.class);
        for (char letter : given.getOrDefault("status", "").toCharArray()) flags.add(WorkerFlag.of(letter).orElseThrow());
        ConnectionSettings connections = new ConnectionSettings(new ReuseDecision(ReuseDecision.Cause.DEFAULT, HERE), 10, Duration.ofSeconds(1), Optional.empty(), Duration.ofSeconds(1), Duration.ofSeconds(1),
                Optional.empty(), false, Optional.empty(), 8192, 0, 8192, Duration.ofSeconds(Integer.parseInt(given.getOrDefault("retry", "60"))), flags, Tls.DEFAULT, Egress.DIRECT, ProtocolSettings.DEFAULT);
        Member.Role role = new Member.Role((int) Math.round(factor * 100), Integer.parseInt(given.getOrDefault("lbset", "0")), given.getOrDefault("route", ""), given.getOrDefault("redirect", ""),
                Duration.ofSeconds(Integer.parseInt(given.getOrDefault("slowstart", "0"))));
        try {
            Destination destination = new Destination(Target.literal("http://" + name), Destination.View.DECODED, false, connections);
            return new Member("http://" + name, new Rule(1, HERE, Rule.MEMBER, new PathPrefix("balancer://c"), Optional.of(destination), false), role);
        } catch (BadTarget e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Balancer.Settings settings(String words) {
        Map<String, String> given = pairs(words, " ");
        Optional<StickySession> sticky = Optional.ofNullable(given.get("stickysession")).map(StickySession::named);
        OptionalInt attempts = given.containsKey("maxattempts") ? OptionalInt.of(Integer.parseInt(given.get("maxattempts"))) : OptionalInt.empty();
        OptionalInt budget = given.containsKey("retrybudget") ? OptionalInt.of(Integer.parseInt(given.get("retrybudget"))) : OptionalInt.empty();
        Failover failover = new Failover("on".equals(given.get("nofailover")), attempts, Duration.ofSeconds(Integer.parseInt(given.getOrDefault("timeout", "0"))), !"off".equals(given.get("forcerecovery")), budget);
        Set<Integer> statuses = given.containsKey("failonstatus") ? Set.of(Integer.valueOf(given.get("failonstatus"))) : Set.of();
        boolean grows = given.containsKey("fails") || given.containsKey("maxerror");
        Ejection ejection = new Ejection(statuses, "on".equals(given.get("failontimeout")), Integer.parseInt(given.getOrDefault("fails", "1")), Integer.parseInt(given.getOrDefault("maxerror", "100")), grows);
        return new Balancer.Settings(Method.of(given.getOrDefault("lbmethod", "byrequests")).orElseThrow(), "2".equals(given.get("choices")), sticky, failover, ejection, Optional.empty(), Balancer.Growth.NONE, Duration.ofSeconds(Integer.parseInt(given.getOrDefault("draintime", "300"))));
    }

    private static Map<String, String> pairs(String text, String separator) {
        Map<String, String> pairs = new HashMap<>();
        if (!text.isEmpty()) for (String pair : text.split(separator)) pairs.put(pair.split("=")[0], pair.split("=")[1]);
        return pairs;
    }

    /** Who answers {@code times} requests, one after the other: names of members, or a status. */
    String ask(int times) {
        return ask(times, List.of());
    }

    /** @param cookies values of {@code Cookie} lines */
    String ask(int times, List<String> cookies) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++)
            try (Attempts attempts = balancing.begin("/p", null, cookies)) {
                answers.add(answer(attempts));
            }
        return String.join(" ", answers);
    }

    /** How many of the next {@code times} requests each of the answers got. */
    Map<String, Long> tally(int times) {
        return Arrays.stream(ask(times).split(" ")).collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** All members are up again, and {@code retry=1} has passed. */
    void comeBack() {
        down.clear();
        now += 1000;
    }

    private String answer(Attempts attempts) {
        do {
            last = attempts.next(now);
            if (last.chosen().isEmpty()) return "503";
            String name = name(last);
            if (!down.contains(name)) {
                int status = statuses.getOrDefault(name, 200);
                attempts.transferred(0, bytes);
                attempts.answered(status, now);
                return status == 200 ? name : String.valueOf(status);
            }
            attempts.failed(ErrorCause.CONNECT, "connection refused", now);
        } while (attempts.mayRepeat());
        return "503";
    }

    static String name(Choice choice) {
        return choice.member().map(member -> member.url().substring("http://".length())).orElse("503");
    }

    /** A request that waits for its response. */
    Attempts begin() {
        Attempts attempts = balancing.begin("/p", null, List.of());
        last = attempts.next(now);
        return attempts;
    }

    MemberState state(String name) {
        return balancing.members().stream().filter(one -> one.member().url().endsWith("/" + name)).findFirst().orElseThrow().state();
    }
}
