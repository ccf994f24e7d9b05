package io.github.passmatch.config;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.ServerConnections;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.file.MappedFile;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.rewrite.Redirect;
import io.github.passmatch.rules.rewrite.Redirects;
import io.github.passmatch.rules.rewrite.RewriteBlock;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.Rewriting;
import io.github.passmatch.rules.server.Scope;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.ServerConfig;
import io.github.passmatch.rules.server.VirtualHost;
import io.github.passmatch.rules.server.VirtualHosts;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the configuration from the drafts after all lines have been read. */
final class ConfigBuilder {

    private final ConfigDraft draft;
    private final BalancerBuilder members;
    private final IdentityHashMap<RuleDraft, Rule> built = new IdentityHashMap<>();
    private final IdentityHashMap<ServerDraft, ServerConnections> connections = new IdentityHashMap<>();

    ConfigBuilder(ConfigDraft draft) {
        this.draft = draft;
        this.members = new BalancerBuilder(draft, this::connections);
    }

    ProxyConfig build() {
        List<Rule> rules = new ArrayList<>();
        List<Balancer> balancers = members.build();
        for (RuleDraft rule : draft.rules) {
            rules.add(rule(rule, rules.size() + 1));
            built.put(rule, rules.get(rules.size() - 1));
        }
        return new ProxyConfig(rules, serverConfig(draft.main), new VirtualHosts(draft.hosts.stream().map(this::virtualHost).toList(), draft.listen.stream().map(ProxyConfig.Listen::port).collect(Collectors.toSet())), draft.listen, draft.accessLines, draft.status.build(),
                draft.clients.build(draft.main.timeout), balancers);
    }

    private Rule rule(RuleDraft rule, int number) {
        Optional<Destination> destination = rule.target.map(target -> new Destination(target, rule.view, rule.nocanon,
                ConnectionBuilder.settings(rule, target, draft, connections(rule.server)), Origins.of(rule, draft), members.namedBy(rule, target)));
        return new Rule(number, rule.place, rule.directive, rule.pattern, destination, rule.interpolate);
    }

    private ServerConnections connections(ServerDraft server) {
        return connections.computeIfAbsent(server, ServerConnections::of);
    }

    private VirtualHost virtualHost(ServerDraft host) {
        List<String> names = Stream.concat(host.serverName.stream(), host.aliases.stream()).toList();
        return new VirtualHost(serverConfig(host), host.addresses, names);
    }

    /** Puts the rules, sections and settings of the main server first, and its redirects last, as httpd does. */
    private ServerConfig serverConfig(ServerDraft server) {
        Scope scope = server.main.map(main -> main.scope.build()).orElse(Scope.EMPTY).with(server.scope.build());
        List<Rule> rules = server.joined(from -> from.rules).stream().map(built::get).toList();
        List<Redirect> redirects = Stream.concat(Stream.of(server), server.main.stream()).flatMap(from -> from.redirects.stream()).toList();
        return new ServerConfig(server.settings(), scope, sections(server, kind -> kind.ofPaths()), sections(server, kind -> kind.ofTargets()), new RuleSet(rules), new Redirects(redirects, Optional.empty()), new Rewriting(rewriting(server), server.inherited(from -> from.internalRedirects).orElse(Rewriting.DEFAULT_LIMIT), root(server)),
                FilesBuilder.build(server, built, draft.problems));
    }

    private static Optional<String> root(ServerDraft server) {
        return server.inherited(from -> from.documentRoot).map(MappedFile::name);
    }

    private RewriteBlock rewriting(ServerDraft server) {
        RewriteBlock own = server.rewriting.map(draft -> draft.build("", built)).orElse(RewriteBlock.NONE);
        return server.main.flatMap(main -> main.rewriting).map(main -> own.in(main.build("", built))).orElse(own);
    }

    private List<Section> sections(ServerDraft server, Predicate<SectionDraft.Kind> wanted) {
        return server.joined(from -> from.sections).stream().filter(section -> wanted.test(section.kind))
                .map(section -> section.build(section.rule.map(built::get), built)).toList();
    }
}
