package io.github.passmatch.upstream;

import io.github.passmatch.upstream.connect.Pool;
import io.github.passmatch.upstream.connect.Slots;
import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.time.ClientConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/** Releases connections of one upstream: keeps them in the pool, or closes them, as the verdict says. */
final class Releases {

    /** The pool's limit is this much longer than keepFor, so that the check at lease detects an overdue connection, and reports why. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Pool manager;
    private final Slots slots;
    private final Logins logins;
    private final UpstreamLifetime lifetime;
    private final LongSupplier clock;

    Releases(Pool manager, Slots slots, Logins logins, UpstreamLifetime lifetime, LongSupplier clock) {
        this.manager = manager;
        this.slots = slots;
        this.logins = logins;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * Gives the connection back to the pool, or closes it, as the verdict says; and frees the slot.
     *
     * @param owner the client connection to which the connection belongs, if the client is logged in on it
     */
    void release(ConnectionEndpoint endpoint, UpstreamConnection connection, ReleaseVerdict verdict, Optional<ClientConnection> owner, CloseMode closeMode) {
        try {
            boolean keep = verdict.kept() && !lifetime.isEnding();
            if (keep) connection.keepFor(verdict.keepFor(), clock.getAsLong());
            else endpoint.close(closeMode);
            if (keep && verdict.login()) logins.assign(connection, owner.orElseThrow());
            giveBack(endpoint, verdict.login() ? owner.orElseThrow().name() : null, verdict.keepFor());
            // The upstream began to end meanwhile: then the connection was not idle yet when the idle ones were closed. If another request has leased it already, that request closes it.
            if (keep && lifetime.isEnding()) closeIdle();
        } finally {
            slots.give();
        }
    }

    private void giveBack(ConnectionEndpoint endpoint, String login, Optional<Duration> keepFor) {
        try {
            manager.release(endpoint, login, keepFor.map(limit -> TimeValue.ofMilliseconds(limit.plus(GRACE).toMillis())).orElse(TimeValue.NEG_ONE_MILLISECOND));
        } catch (IllegalStateException e) {
            if (!lifetime.isEnding()) throw e;      // else the manager was closed meanwhile, with all connections
        }
    }

    /** Closes all idle connections. */
    void closeIdle() {
        manager.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }
}
