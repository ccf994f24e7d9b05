package io.github.passmatch.config;

import io.github.passmatch.config.balance.BalancerDraft;
import io.github.passmatch.config.balance.MemberDraft;
import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.ServerConnections;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.health.HealthReview;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.balance.Method;
import io.github.passmatch.rules.balance.NamedMembers;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.reverse.ReverseRule;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds the balancers of all servers from their drafts, and reports what can be seen only after all lines were read. */
final class BalancerBuilder {

    private static final String URL = "balancer://";

    private final ConfigDraft config;
    private final Problems problems;
    private final Function<ServerDraft, ServerConnections> connections;
    private final IdentityHashMap<ServerDraft, Map<String, String>> ids = new IdentityHashMap<>();
    /** The names of the balancers of virtual hosts, each with its label. */
    private final Set<List<String>> labels = new HashSet<>();

    BalancerBuilder(ConfigDraft config, Function<ServerDraft, ServerConnections> connections) {
        this.config = config;
        this.problems = config.problems;
        this.connections = connections;
    }

    /** To be called once, before the rules are built. */
    List<Balancer> build() {
        List<Balancer> balancers = new ArrayList<>();
        for (ServerDraft server : config.servers())
            for (BalancerDraft draft : server.balancers.values())
                if (counts(draft, server)) balancers.add(balancer(draft, server));
        config.servers().forEach(this::refuseOtherBalancers);
        for (ServerDraft server : config.servers()) {
            mapReverse(server.scope, server, balancers);
            server.sections.forEach(section -> mapReverse(section.scope, server, balancers));
        }
        return balancers;
    }

    private Balancer balancer(BalancerDraft draft, ServerDraft server) {
        List<NamedMembers> names = new ArrayList<>();
        List<Member> members = members(draft, server, names);
        Balancer balancer = new Balancer(draft.name, label(draft, server), draft.place, draft.settings(draft.growth == 0 ? List.of() : templates(draft, server)), members, names);
        ids.computeIfAbsent(server, first -> new LinkedHashMap<>()).put(draft.name, balancer.id());
        return balancer;
    }

    /** The ids of the balancers that a rule may name, by name. */
    Map<String, String> namedBy(RuleDraft rule, Target target) {
        if (!target.isBalancer()) return Map.of();
        Map<String, String> all = visibleIn(rule.server);
        if (target.authority().isEmpty()) return all;
        String name = target.authority().get().host();
        return all.containsKey(name) ? Map.of(name, all.get(name)) : Map.of();      // an error was reported
    }

    private Map<String, String> visibleIn(ServerDraft server) {
        Map<String, String> visible = new LinkedHashMap<>(ids.getOrDefault(server, Map.of()));
        server.balancersFrom().ifPresent(main -> visible.putAll(ids.getOrDefault(main, Map.of())));
        return visible;
    }

    /** As in httpd, a {@code ProxyPassReverse} with the URL of a balancer applies to each member. */
    private void mapReverse(ScopeDraft scope, ServerDraft server, List<Balancer> balancers) {
        if (scope.reverse.stream().noneMatch(rule -> rule.real().startsWith(URL))) return;
        Map<String, String> visible = visibleIn(server);
        scope.reverseOfMembers = scope.reverse.stream().flatMap(rule -> rule.real().startsWith(URL) ? ofMembers(rule, visible, balancers).stream() : Stream.of(rule)).toList();
    }

    private List<ReverseRule> ofMembers(ReverseRule rule, Map<String, String> visible, List<Balancer> balancers) {
        int slash = rule.real().indexOf('/', URL.length());
        String name = rule.real().substring(URL.length(), slash < 0 ? rule.real().length() : slash).toLowerCase(Locale.ROOT);
        String rest = slash < 0 ? "" : rule.real().substring(slash);
        Optional<Balancer> named = balancers.stream().filter(balancer -> balancer.id().equals(visible.get(name))).findFirst();
        if (named.isEmpty()) problems.warn(Finding.REDIRECT_NOT_MAPPED, rule.place(), "ProxyPassReverse names " + URL + name + ", which has no members, so this line has no effect", "write the name of a balancer of this server");
        return named.map(balancer -> Stream.concat(balancer.members().stream(), balancer.names().stream().map(NamedMembers::line)).map(member -> ofMember(rule, member, rest)).toList()).orElse(List.of());
    }

    private static ReverseRule ofMember(ReverseRule rule, Member member, String rest) {
        String url = member.location();
        String base = url.endsWith("/") && !rest.isEmpty() ? url.substring(0, url.length() - 1) : url;
        String real = rest.equals("/") ? base : base + rest;
        boolean slash = rule.fake().endsWith("/") && !real.endsWith("/");      // httpd would write two slashes into the client's URL
        return new ReverseRule(rule.place(), rule.fake(), slash ? real + "/" : real, rule.interpolate());
    }

    /** As in httpd, a virtual host has the balancers of the main server, and its own lines about such a balancer do not count. */
    private boolean counts(BalancerDraft draft, ServerDraft server) {
        BalancerDraft ofMain = server.balancersFrom().map(main -> main.balancers.get(draft.name)).orElse(null);
        if (ofMain != null) {
            String hint = "write them in the main server, or give this balancer another name";
            String main = URL + draft.name + " is a balancer of the main server (" + ofMain.place.fileAndLine() + "), so ";
            if (!server.members(draft.name).isEmpty()) problems.warn(server.members(draft.name).get(0).place, main + "its members in this virtual host have no effect, as in httpd", hint);
            draft.parameter.ifPresent(place -> problems.warn(place, main + "its parameters in this virtual host have no effect, as in httpd", hint));
            return false;
        }
        if (server.members(draft.name).isEmpty()) problems.error(draft.place, URL + draft.name + " has no members", "write BalancerMember " + URL + draft.name + " http://host:port for each member");
        if (draft.twoRandom && draft.method != Method.BYBUSYNESS)
            problems.warn(Finding.PARAMETER_WITHOUT_EFFECT, draft.choicesPlace.orElseThrow(), "choices=2 has no effect without lbmethod=bybusyness", "add lbmethod=bybusyness");
        return true;
    }

    /** In httpd, a rule of the main server would name a balancer of the virtual host there, and would be answered with 503 if the host has none. */
    private void refuseOtherBalancers(ServerDraft server) {
        if (server.main.isEmpty() || server.balancersFrom().isPresent()) return;
        for (RuleDraft rule : server.main.get().rules)
            if (rule.target.filter(Target::isBalancer).isPresent()) problems.error(rule.url.place(), "in the virtual host " + server.serverName.orElse("without ServerName") + ", which has BalancerInherit Off and ProxyPassInherit Off, "
                    + "httpd would send the requests of this rule to a balancer of that host", "write BalancerInherit On there, or write the rule in each virtual host");
    }

    /** Balancers of the same name in two virtual hosts are two balancers, also if the hosts have the same name and ports, for example because their IP addresses differ. */
    private String label(BalancerDraft draft, ServerDraft server) {
        if (server.main.isEmpty()) return "";
        String label = server.serverName.orElse("") + server.addresses.stream().map(address -> address.port().isPresent() ? ":" + address.port().getAsInt() : "").distinct().reduce("", String::concat);
        String unique = label;
        for (int n = 2; !labels.add(List.of(draft.name, unique)); n++) unique = (label + " (" + n + ")").strip();
        return unique;
    }

    /** @param names receives the lines whose members are the addresses of a name */
    private List<Member> members(BalancerDraft draft, ServerDraft server, List<NamedMembers> names) {
        Map<String, Place> seen = new HashMap<>();
        List<Member> members = new ArrayList<>();
        for (RuleDraft member : server.members(draft.name)) {
            String url = member.target.orElseThrow().text();
            Place earlier = seen.putIfAbsent(url, member.place);
            if (earlier != null) problems.error(member.url.place(), url + " is a member of " + URL + draft.name + " already: " + earlier.fileAndLine(), "remove one of the lines; loadfactor=2 doubles the share of a member");
            else if (NamedLines.isOne(member, problems)) names.add(NamedLines.of(member, member(member, url, config.names), problems));
            else members.add(member(member, url, config.members));
        }
        return members;
    }

    /** What members inherit that the manager adds: as a {@code BalancerMember} without parameters, but disabled. */
    private List<Member> templates(BalancerDraft draft, ServerDraft server) {
        List<Member> templates = new ArrayList<>();
        for (String scheme : List.of("http", "https", "ws", "wss")) {
            RuleDraft member = new RuleDraft(Rule.MEMBER, draft.place, server, Optional.empty());
            member.url = new Word(scheme + "://added.invalid", draft.place);
            member.pattern = new PathPrefix(Bytes.of(URL + draft.name));
            member.becomeMember(new MemberDraft());
            member.parameters = List.of(new Word("status=+D", draft.place));
            try {
                Target target = Target.literal(member.url.text());
                ConnectionSettings settings = ConnectionBuilder.settings(member, target, config, connections.apply(server));
                Destination destination = new Destination(target, Destination.View.DECODED, false, settings);
                templates.add(new Member(member.url.text(), new Rule(1, draft.place, Rule.MEMBER, member.pattern, Optional.of(destination), false), Member.Role.DEFAULT));
            } catch (BadTarget e) {
                throw new IllegalStateException(e);
            }
        }
        return templates;
    }

    /** @param lines receives the line; a line of a name takes no number of its own */
    private Member member(RuleDraft draft, String url, List<RuleDraft> lines) {
        Target target = draft.target.orElseThrow();
        ConnectionSettings settings = ConnectionBuilder.settings(draft, target, config, connections.apply(draft.server));
        MemberDraft member = draft.member.orElseThrow();
        HealthReview.of(member.health, problems);
        Rule rule = new Rule(config.rules.size() + config.members.size() + 1, draft.place, Rule.MEMBER, draft.pattern, Optional.of(new Destination(target, Destination.View.DECODED, false, settings, Origins.of(draft, config))), false);
        lines.add(draft);
        return new Member(url, rule, member.build(url), member.health.build(target, settings.timeout()));
    }
}
