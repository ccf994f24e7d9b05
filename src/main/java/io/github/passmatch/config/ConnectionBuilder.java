package io.github.passmatch.config;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.EgressDraft;
import io.github.passmatch.config.draft.ParameterDefaults;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.ServerConnections;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.parameter.Parameters;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.tls.TlsDraft;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.Egress;
import io.github.passmatch.rules.connection.ProtocolSettings;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.connection.ReuseDecision.Cause;
import io.github.passmatch.rules.connection.Tls;
import io.github.passmatch.rules.connection.Upgrades;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Builds the connection settings of one rule from its parameters, else those of a {@code ProxySet}, else the directives of its server. */
final class ConnectionBuilder {

    /** httpd has no limit, but a larger buffer improves nothing. */
    private static final int MAX_IO_BUFFER = 16 << 20;

    private final RuleDraft draft;
    private final ServerDraft server;
    private final ServerConnections serverConnections;

    private ConnectionBuilder(RuleDraft draft, ServerConnections serverConnections) {
        this.draft = draft;
        this.server = draft.server;
        this.serverConnections = serverConnections;
    }

    /**
     * Errors in parameters are ignored here, because they were reported when the lines were read.
     *
     * @param serverConnections the settings of the server of the rule
     */
    static ConnectionSettings settings(RuleDraft rule, Target target, ConfigDraft config, ServerConnections serverConnections) {
        Problems alreadyReported = new Problems();
        RuleDraft complete = new RuleDraft(rule.directive, rule.place, rule.server, rule.section);
        complete.url = rule.url;
        complete.pattern = rule.pattern;
        complete.interpolate = rule.interpolate;
        complete.rewrites = rule.rewrites;
        rule.member.ifPresent(complete::becomeMember);
        for (ParameterDefaults defaults : config.defaults)
            if (rule.member.isEmpty() && defaults.appliesTo(rule.url.text())) {
                defaults.parameters().forEach(word -> Parameters.read(word, complete, alreadyReported));
                if (defaults.opensWorker() && !defaults.parameters().isEmpty()) complete.workerPlace = Optional.of(defaults.parameters().get(0).place());
            }
        if (!target.isBalancer()) rule.parameters.forEach(word -> Parameters.read(word, complete, alreadyReported));
        return new ConnectionBuilder(complete, serverConnections).settings(target);
    }

    private ConnectionSettings settings(Target target) {
        Duration timeout = draft.timeout.or(() -> server.inherited(from -> from.proxyTimeout)).or(() -> server.inherited(from -> from.timeout))
                .orElse(ConnectionSettings.DEFAULT_TIMEOUT);
        return new ConnectionSettings(reuse(target), draft.max, draft.acquire.orElse(timeout), draft.ttl,
                draft.connectTimeout.orElse(timeout), timeout, draft.totalTimeout, draft.tcpKeepAlive, draft.addressTtl,
                Math.min(MAX_IO_BUFFER, firstSet(draft.ioBufferSize, server.inherited(from -> from.ioBufferSize).orElse(0), ConnectionSettings.DEFAULT_IO_BUFFER_SIZE)),
                firstSet(draft.receiveBufferSize, server.inherited(from -> from.receiveBufferSize).orElse(0), 0), draft.responseFieldSize, draft.retry, draft.status,
                tls(), egress(), new ProtocolSettings(draft.ping, server.inherited(from -> from.badLines).orElse(ProtocolSettings.BadLines.ARE_ERRORS), upgrades(target, timeout)));
    }

    /** As in httpd, a tunnel may be idle for the longer one of the time limits of its two connections. */
    private Upgrades upgrades(Target target, Duration timeout) {
        Duration ofClient = server.inherited(from -> from.timeout).orElse(ConnectionSettings.DEFAULT_TIMEOUT);
        Duration longer = timeout.compareTo(ofClient) > 0 ? timeout : ofClient;
        List<String> protocols = draft.upgrade.orElse(target.isWebSocket() ? List.of(Upgrades.WEBSOCKET) : List.of());
        Predicate<String> isAny = name -> name.equals("*") || name.equalsIgnoreCase("ANY");
        return new Upgrades(protocols.stream().anyMatch(isAny), protocols.stream().filter(isAny.negate()).toList(), server.inherited(from -> from.tunnelIdle).orElse(longer));
    }

    private static int firstSet(int ofRule, int ofServer, int byDefault) {
        if (ofRule > 0) return ofRule;
        return ofServer > 0 ? ofServer : byDefault;
    }

    private ReuseDecision reuse(Target target) {
        if (target.isBalancer()) return new ReuseDecision(Cause.MEMBERS, draft.place);
        List<ReuseDecision> obstacles = obstacles(target);
        if (!obstacles.isEmpty()) return ReuseDecision.against(obstacles);
        return draft.reuse.orElseGet(() -> draft.rewrites ? new ReuseDecision(Cause.PROXY_SECTION, draft.workerPlace.orElseThrow()) : new ReuseDecision(Cause.DEFAULT, draft.place));
    }

    /** Everything that switches reuse off, in the order of {@link Cause}: the first cause decides; the next one would decide without the first. */
    private List<ReuseDecision> obstacles(Target target) {
        List<ReuseDecision> found = new ArrayList<>();
        boolean varies = target.authority().isEmpty();
        if (draft.interpolate && target.text().contains("${")) found.add(new ReuseDecision(Cause.INTERPOLATED, draft.url.place()));
        else if (varies) found.add(new ReuseDecision(Cause.VARYING_AUTHORITY, draft.url.place()));
        draft.addressTtlZero.ifPresent(place -> found.add(new ReuseDecision(Cause.ADDRESS_TTL_ZERO, place)));
        serverConnections.forcesHttp10().ifPresent(place -> found.add(new ReuseDecision(Cause.HTTP_1_0_FORCED, place)));
        serverConnections.setsNoKeepalive().ifPresent(place -> found.add(new ReuseDecision(Cause.NO_KEEPALIVE_SET, place)));
        draft.reuse.filter(decision -> !decision.pooled()).ifPresent(found::add);
        if (draft.rewrites && !varies && draft.reuse.isEmpty() && draft.workerPlace.isEmpty()) found.add(new ReuseDecision(Cause.REWRITTEN, draft.place));
        boolean dollar = !draft.rewrites && draft.isRegex() && target.text().contains("$");
        if (dollar && !varies && draft.reuse.isEmpty()) found.add(new ReuseDecision(Cause.BACK_REFERENCE, draft.url.place()));
        return found;
    }

    /** Lines of a {@code <Proxy>} section apply to the rules with a matching URL, after the lines of the server. */
    private Tls tls() {
        TlsDraft tls = new TlsDraft();
        server.joined(from -> from.tls).forEach(change -> change.accept(tls));
        serverConnections.targetSections().stream().filter(this::isOfSection).forEach(section -> section.tls.forEach(change -> change.accept(tls)));
        return tls.build();
    }

    /** As in httpd, a member without a section of its own has the section of its balancer. */
    private boolean isOfSection(SectionDraft section) {
        return section.matchesUrl(draft.url.text()) || draft.member.isPresent() && section.matchesUrl(draft.pattern.text() + "/");
    }

    private Egress egress() {
        EgressDraft egress = new EgressDraft();
        server.joined(from -> from.egress).forEach(change -> change.accept(egress));
        return egress.build();
    }
}
