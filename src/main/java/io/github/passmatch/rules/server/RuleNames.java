package io.github.passmatch.rules.server;

import io.github.passmatch.rules.match.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives each rule a name that stays the same when lines are moved, or targets and parameters change: the name of the server, the directive and the path ({@code www.example.org ProxyPass /app}). A member of a
 * balancer is named by its URL.
 */
public final class RuleNames {

    private static final String MAIN = "main";

    private RuleNames() { }

    /** The names by the number of the rule; of rules with the same name, the second ends in {@code #2}. */
    public static Map<Integer, String> of(ProxyConfig config) {
        IdentityHashMap<Rule, String> hosts = new IdentityHashMap<>();
        for (VirtualHost host : config.hosts().all()) rulesOf(host.server()).forEach(rule -> hosts.put(rule, host.server().settings().serverName().or(() -> host.names().stream().findFirst()).orElse("host")));
        rulesOf(config.main()).forEach(rule -> hosts.put(rule, MAIN));       // virtual hosts inherit these
        Map<Integer, String> names = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Rule rule : config.withMembers()) {
            String name = rule.isMember() ? rule.directive() + " " + rule.destination().map(to -> to.target().text()).orElse("") : hosts.getOrDefault(rule, MAIN) + " " + rule.directive() + " " + rule.pattern().text();
            int count = counts.merge(name, 1, Integer::sum);
            names.put(rule.number(), count == 1 ? name : name + " #" + count);
        }
        return names;
    }

    private static List<Rule> rulesOf(ServerConfig server) {
        List<Rule> rules = new ArrayList<>(server.rules().rules());
        server.locations().stream().map(Section::rule).flatMap(Optional::stream).forEach(rules::add);
        return rules;
    }
}
