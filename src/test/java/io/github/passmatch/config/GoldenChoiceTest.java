package io.github.passmatch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.golden.balance.BalanceRow;
import io.github.passmatch.rules.balance.Attempts;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.balance.ErrorCause;
import io.github.passmatch.rules.environment.Environment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The golden rows that are about the choice of a member, without connections: the members are read from the row, and the upstreams exist only here, on a clock of their own. */
class GoldenChoiceTest {

    private static final Set<String> TOPICS = Set.of("def", "lb", "set", "flag", "sticky", "env", "fail");
    /** These need a connection: closed without response, a full pool, a wait for a member, a header field of a response, the mapping of paths. */
    private static final Set<String> WITH_CONNECTIONS = Set.of("fail-closed-no-failover", "fail-pool-exhausted", "fail-connect-timeout", "fail-wait-for-member", "env-routeid", "fail-post", "def-prefix-member-lost");
    private static final Pattern RULE = Pattern.compile("ProxyPass (/\\S*) balancer://([^/ ]+).*");

    private final Map<String, JsonElement> answers = new HashMap<>();
    private final Set<String> down = new HashSet<>();
    private final Map<String, Attempts> open = new HashMap<>();
    private final Map<String, String> chosen = new HashMap<>();
    private Balancings balancings;
    private Choice last;
    private long now;

    @TestFactory
    Stream<DynamicTest> theChoiceIsThatOfTheRow() {
        return BalanceRow.all().stream().map(BalanceRow::ours).filter(row -> TOPICS.contains(row.id().replaceFirst("-.*", "")) && !WITH_CONNECTIONS.contains(row.id()))
                .map(row -> DynamicTest.dynamicTest(row.id(), () -> new GoldenChoiceTest().play(row)));
    }

    private void play(BalanceRow row) {
        now = 1_000_000;
        row.upstreams().entrySet().forEach(one -> {
            JsonObject upstream = one.getValue().getAsJsonObject();
            answers.put(one.getKey(), upstream.get("answer"));
            if (upstream.has("down")) down.add(one.getKey());
        });
        Problems problems = new Problems();
        balancings = Balancings.NONE.next(ReadBalancers.of(fill(String.join("\n", row.directives())), problems));
        assertTrue(problems.sorted().stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR), () -> problems.sorted().toString());
        for (JsonObject step : row.steps()) play(step, row);
        open.values().forEach(Attempts::close);
    }

    private static String fill(String text) {
        return text.replaceAll("\\{([a-d])}", "$1");
    }

    private void play(JsonObject step, BalanceRow row) {
        JsonObject expect = step.has("expect") ? step.getAsJsonObject("expect") : new JsonObject();
        if (step.has("wait_ms")) now += step.get("wait_ms").getAsLong();
        else if (step.has("up")) BalanceRow.texts(step.getAsJsonArray("up")).forEach(down::remove);
        else if (step.has("down")) down.addAll(BalanceRow.texts(step.getAsJsonArray("down")));
        else if (step.has("answer")) answers.putAll(step.getAsJsonObject("answer").asMap());
        else if (step.has("begin")) begin(step, row);
        else if (step.has("end")) compare(List.of(chosen.get(end(step.get("end").getAsString()))), expect);
        else compare(ask(step, row), expect);
    }

    private void begin(JsonObject step, BalanceRow row) {
        Attempts attempts = attempts(step.getAsJsonObject("request"), row);
        last = attempts.next(now);
        open.put(step.get("begin").getAsString(), attempts);
        chosen.put(step.get("begin").getAsString(), name(last));
    }

    private String end(String name) {
        open.remove(name).close();
        return name;
    }

    private List<String> ask(JsonObject step, BalanceRow row) {
        List<String> names = new ArrayList<>();
        for (int i = step.has("times") ? step.get("times").getAsInt() : 1; i > 0; i--)
            try (Attempts attempts = attempts(step.getAsJsonObject("request"), row)) {
                names.add(answer(attempts));
            }
        return names;
    }

    private Attempts attempts(JsonObject request, BalanceRow row) {
        String target = request.get("target").getAsString();
        int mark = target.indexOf('?');
        List<String> cookies = new ArrayList<>();
        if (request.has("extra"))
            for (JsonElement field : request.getAsJsonArray("extra")) if (field.getAsJsonArray().get(0).getAsString().equals("Cookie")) cookies.add(field.getAsJsonArray().get(1).getAsString());
        return balancing(target, row).begin(mark < 0 ? target : target.substring(0, mark), mark < 0 ? null : target.substring(mark + 1), cookies);
    }

    private Balancing balancing(String target, BalanceRow row) {
        for (String line : row.directives()) {
            Matcher rule = RULE.matcher(line);
            if (rule.matches() && target.startsWith(rule.group(1))) return balancings.find(rule.group(2).toLowerCase(Locale.ROOT)).orElseThrow();
        }
        throw new AssertionError("no rule for " + target);
    }

    private String answer(Attempts attempts) {
        do {
            last = attempts.next(now);
            if (last.chosen().isEmpty()) return "503";
            String name = name(last);
            if (down.contains(name)) {
                attempts.failed(ErrorCause.CONNECT, "", now);
                continue;
            }
            JsonElement answer = answers.get(name);
            String raw = answer == null || answer.isJsonNull() ? "HTTP/1.1 200 OK\r\n" : answer.getAsString();
            if (raw.equals("<silent>")) {
                attempts.timedOut(now);
                return "504";
            }
            int status = Integer.parseInt(raw.split(" ")[1]);
            attempts.transferred(100, raw.contains("3000") ? 3015 : 16);
            attempts.answered(status, now);
            return status == 200 ? name : String.valueOf(status);
        } while (attempts.mayRepeat());
        return "503";
    }

    private static String name(Choice choice) {
        return choice.member().orElseThrow().url().replaceAll("http://|/.*", "");
    }

    private void compare(List<String> names, JsonObject expect) {
        if (expect.has("answers")) assertEquals(expect.get("answers").getAsString(), String.join(" ", names));
        if (expect.has("tally")) expect.getAsJsonObject("tally").asMap().forEach((name, count) -> assertEquals(count.getAsInt(), Collections.frequency(names, name), name));
        for (String kind : List.of("client_headers_present", "client_headers_match"))
            if (expect.has(kind)) for (JsonElement field : expect.getAsJsonArray(kind)) compareVariables(fill(field.getAsJsonArray().get(1).getAsString()), kind.endsWith("match"));
    }

    /** The rows let httpd write the variables into a field. */
    private void compareVariables(String wanted, boolean regex) {
        Environment environment = new Environment();
        last.setVariables(environment);
        String found = "name=%s worker=%s route=%s sticky=%s asked=%s changed=%s".formatted(Stream.of("NAME", "WORKER_NAME", "WORKER_ROUTE", "SESSION_STICKY", "SESSION_ROUTE", "ROUTE_CHANGED")
                .map(name -> environment.get("BALANCER_" + name)).map(value -> value == null ? "" : value).toArray());
        if (regex) assertTrue(Pattern.compile(wanted).matcher(found).find(), found);
        else assertEquals(wanted, found);
    }
}
