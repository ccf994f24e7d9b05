package io.github.passmatch.differential;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.testing.ProxyUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Plays scenarios against httpd and against us, and sorts what came of them: equal, explained by departures, or neither. */
final class Differential {

    private static final List<Explanation> EXPLANATIONS = Stream.<Explanation>concat(Stream.of(Departure.values()), Stream.of(Limit.values())).toList();

    private final List<String> reports = new ArrayList<>();
    private final Map<String, Integer> explained = new TreeMap<>();
    private int cases;
    private int equal;
    private int proxied;

    /** Those that need a whole server each in an httpd of its own, all others in one, in a virtual host with a port of its own each. */
    void run(Path directory, List<Scenario> scenarios) throws Exception {
        List<Player> sites = new ArrayList<>();
        try {
            for (Scenario scenario : scenarios) if (!scenario.whole()) sites.add(new Player(scenario));
            if (!sites.isEmpty()) {
                try (Httpd httpd = new Httpd(directory, sites.stream().map(Player::configuration).toList())) {
                    for (int i = 0; i < sites.size(); i++) compare(sites.get(i).scenario(), sites.get(i).play(httpd.port(i)));
                }
            }
        } finally {
            for (Player player : sites) player.close();
        }
        for (Scenario scenario : scenarios) if (scenario.whole()) compare(scenario, alone(directory, scenario));
    }

    private static List<Outcome> alone(Path directory, Scenario scenario) throws Exception {
        try (Player player = new Player(scenario); Httpd httpd = Httpd.whole(directory, player.configuration())) {
            return player.play(httpd.port(0));
        }
    }

    private void compare(Scenario scenario, List<Outcome> httpd) throws Exception {
        try (Player player = new Player(scenario)) {
            List<Outcome> ours;
            try (ProxyUnderTest proxy = new ProxyUnderTest("/", new Behind(), player.configuration())) {
                ours = player.play(proxy.port());
            } catch (ConfigException e) {
                refused(scenario, e);
                return;
            }
            boolean alike = true;
            for (int i = 0; i < ours.size(); i++) alike = judge(new Explanation.Case(scenario, scenario.exchanges().get(i), httpd.get(i), ours.get(i)), i + 1, alike);
        }
    }

    private void refused(Scenario scenario, ConfigException e) {
        cases++;
        for (Explanation explanation : EXPLANATIONS) {
            if (!explanation.explainsRefusal(scenario)) continue;
            explained.merge(explanation.number(), 1, Integer::sum);
            return;
        }
        reports.add(scenario.name() + ": httpd starts, we do not\n" + directives(scenario) + "    " + e.getMessage().replace("\n", "\n    "));
    }

    /**
     * @param alike whether all exchanges before were equal: otherwise the pools differ already
     * @return the same for the next one
     */
    private boolean judge(Explanation.Case at, int number, boolean alike) {
        cases++;
        if (!at.httpd().seen().isEmpty() && !at.ours().seen().isEmpty()) proxied++;
        List<Difference> differences = new ArrayList<>(Comparison.of(at.exchange(), at.httpd(), at.ours()));
        if (!alike) differences.removeIf(difference -> difference.is(Difference.Facet.REUSED));
        if (differences.isEmpty()) equal++;
        else explain(at, number, differences);
        return alike && differences.isEmpty();
    }

    private void explain(Explanation.Case at, int number, List<Difference> differences) {
        Set<String> numbers = new TreeSet<>();
        List<Difference> left = new ArrayList<>();
        for (Difference difference : differences) {
            Explanation found = explanation(at, difference);
            if (found == null) left.add(difference);
            else numbers.add(found.number());
        }
        if (left.isEmpty()) for (String found : numbers) explained.merge(found, 1, Integer::sum);
        else reports.add(report(at, number, left));
    }

    private static Explanation explanation(Explanation.Case at, Difference difference) {
        for (Explanation explanation : EXPLANATIONS) if (explanation.explains(at, difference)) return explanation;
        return null;
    }

    private static String report(Explanation.Case at, int number, List<Difference> differences) {
        StringBuilder text = new StringBuilder(at.scenario().name()).append(", exchange ").append(number).append('\n').append(directives(at.scenario()));
        text.append("    request:  ").append(visible(at.exchange().request())).append('\n');
        text.append("    upstream answers: ").append(visible(at.exchange().reply().raw())).append(at.exchange().reply().close() ? " and closes" : "").append('\n');
        text.append("    httpd:\n").append(at.httpd()).append("\n    we:\n").append(at.ours()).append('\n');
        for (Difference difference : differences) text.append("    ! ").append(difference).append('\n');
        return text.toString();
    }

    private static String directives(Scenario scenario) {
        StringBuilder text = new StringBuilder();
        for (String line : scenario.directives()) text.append("    | ").append(line).append('\n');
        return text.toString();
    }

    private static String visible(String raw) {
        return (raw.length() > 400 ? raw.substring(0, 400) + "… " + raw.length() + " bytes" : raw).replace("\r", "\\r").replace("\n", "\\n");
    }

    /** One for each exchange with a difference that nothing explains. */
    List<String> reports() {
        return reports;
    }

    @Override
    public String toString() {
        Map<String, Integer> byNumber = new LinkedHashMap<>();
        for (Explanation explanation : EXPLANATIONS) if (explained.containsKey(explanation.number())) byNumber.put(explanation.number(), explained.get(explanation.number()));
        return cases + " cases, " + proxied + " proxied by both, " + equal + " equal, explained (departure=cases): " + byNumber + ", " + reports.size() + " not explained";
    }
}
