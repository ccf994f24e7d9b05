package io.github.passmatch.config;

import static io.github.passmatch.rules.ReuseDecision.Cause;

import io.github.passmatch.rules.ConnectionSettings;
import io.github.passmatch.rules.Destination;
import io.github.passmatch.rules.ProxyVariable;
import io.github.passmatch.rules.ReuseDecision;
import io.github.passmatch.rules.Rule;
import io.github.passmatch.rules.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes rules of drafts, when all that holds for all of them is known. */
final class RuleBuilder {

    private final ServerDraft server;

    RuleBuilder(ServerDraft server) {
        this.server = server;
    }

    List<Rule> build() {
        List<Rule> rules = new ArrayList<>();
        for (RuleDraft draft : server.rules)
            rules.add(new Rule(rules.size() + 1, draft.place, draft.directive, draft.pattern, draft.target.map(target -> destination(draft, target))));
        return rules;
    }

    private Destination destination(RuleDraft draft, Target target) {
        return new Destination(target, draft.view, draft.nocanon, connections(draft, target));
    }

    private ConnectionSettings connections(RuleDraft draft, Target target) {
        Duration timeout = draft.timeout.or(() -> server.proxyTimeout).or(() -> server.timeout).orElse(ConnectionSettings.DEFAULT_TIMEOUT);
        return new ConnectionSettings(reuse(draft, target), draft.max, draft.acquire.orElse(timeout), draft.ttl,
                draft.connectTimeout.orElse(timeout), timeout, draft.totalTimeout, draft.tcpKeepAlive, draft.addressTtl,
                firstSet(draft.ioBufferSize, server.ioBufferSize, ConnectionSettings.DEFAULT_IO_BUFFER_SIZE),
                firstSet(draft.receiveBufferSize, server.receiveBufferSize, 0), draft.responseFieldSize, draft.retry, draft.status,
                server.tls.build(), server.egress.build(), server.dialogue.build(draft.ping));
    }

    private static int firstSet(int own, int general, int standard) {
        if (own > 0) return own;
        return general > 0 ? general : standard;
    }

    /** Who decides stands in the order of {@link Cause}: what comes first cannot be overruled. */
    private ReuseDecision reuse(RuleDraft draft, Target target) {
        if (target.authority().isEmpty()) return new ReuseDecision(Cause.VARYING_AUTHORITY, draft.url.place());
        if (draft.addressTtlZero.isPresent()) return new ReuseDecision(Cause.ADDRESS_TTL_ZERO, draft.addressTtlZero.get());
        ServerDraft.Setting http10 = server.environment.get(ProxyVariable.FORCE_HTTP_1_0);
        if (http10 != null) return new ReuseDecision(Cause.HTTP_1_0_FORCED, http10.place());
        ServerDraft.Setting noKeepalive = server.environment.get(ProxyVariable.NO_KEEPALIVE);
        if (noKeepalive != null) return new ReuseDecision(Cause.NO_KEEPALIVE_SET, noKeepalive.place());
        if (draft.reuse.isPresent()) return draft.reuse.get();
        boolean dollar = draft.isRegex() && target.text().contains("$");
        return new ReuseDecision(dollar ? Cause.BACK_REFERENCE : Cause.DEFAULT, dollar ? draft.url.place() : draft.place);
    }
}
