package io.github.passmatch.differential;

import io.github.passmatch.differential.Scenario.Exchange;
import java.util.ArrayList;
import java.util.List;

/** Makes scenarios from a seed. */
final class Generator {

    private final long seed;

    Generator(long seed) {
        this.seed = seed;
    }

    /** Each one depends on the seed and its number only. */
    List<Scenario> scenarios(int count) {
        List<Scenario> scenarios = new ArrayList<>();
        for (int number = 1; number <= count; number++) scenarios.add(scenario(number));
        return scenarios;
    }

    /** As many that restrict access. */
    List<Scenario> access(int count) {
        List<Scenario> scenarios = new ArrayList<>();
        for (int number = 1; number <= count; number++) scenarios.add(new GeneratedAccess(new Dice(seed * 9_000_011 + number)).make("access " + number));
        return scenarios;
    }

    /** As many with virtual hosts. */
    List<Scenario> hosts(int count) {
        List<Scenario> scenarios = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Dice dice = new Dice(seed * 7_000_003 + number);
            List<String> directives = new GeneratedHosts(dice).make();
            GeneratedRequests requests = new GeneratedRequests(dice);
            GeneratedAnswers answers = new GeneratedAnswers(dice);
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; i < 8; i++) exchanges.add(exchange(directives, requests.make(), answers));
            scenarios.add(new Scenario("hosts " + number, directives, exchanges, true));
        }
        return scenarios;
    }

    /** Scenarios with redirect and rewrite lines. */
    List<Scenario> rewriting(int count) {
        List<Scenario> scenarios = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Dice dice = new Dice(seed * 9_000_011 + number);
            scenarios.add(scenario("rewriting " + number, dice, new GeneratedRewriting(dice).around(new GeneratedDirectives(dice).make())));
        }
        return scenarios;
    }

    private Scenario scenario(int number) {
        Dice dice = new Dice(seed * 1_000_003 + number);
        return scenario("scenario " + number, dice, new GeneratedDirectives(dice).make());
    }

    private static Scenario scenario(String name, Dice dice, List<String> directives) {
        GeneratedRequests requests = new GeneratedRequests(dice);
        GeneratedAnswers answers = new GeneratedAnswers(dice);
        List<Exchange> exchanges = new ArrayList<>();
        boolean same = dice.chance(25);
        for (int i = 0; i < 4; i++) {
            if (same && i > 0) exchanges.add(exchanges.get(0));
            else exchanges.add(exchange(directives, requests.make(), answers));
        }
        return new Scenario(name, directives, exchanges, false);
    }

    private static Exchange exchange(List<String> directives, String request, GeneratedAnswers answers) {
        boolean ping = String.join(" ", directives).contains(" ping=") && (request.contains("\r\nTransfer-Encoding: ") || request.contains("\r\nContent-Length: "));
        boolean waits = ping || request.contains("\r\nExpect: ");
        // httpd asks a second time, past the other proxy, when that one answers badly.
        boolean good = String.join(" ", directives).contains("ProxyRemote");
        return new Exchange(request, waits ? answers.toWaiting() : answers.make(request.substring(0, request.indexOf(' ')), good));
    }
}
