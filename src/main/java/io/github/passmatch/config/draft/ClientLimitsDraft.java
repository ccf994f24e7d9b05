package io.github.passmatch.config.draft;

import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ClientLimits.ReadTime;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Collects the {@link ClientLimits} while lines are read. */
public final class ClientLimitsDraft {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int KEEP_ALIVE_REQUESTS = 0;

    public OptionalInt requestWorkers = OptionalInt.empty();
    public OptionalInt pending = OptionalInt.empty();
    public Optional<Boolean> keepAlive = Optional.empty();
    public Optional<Duration> keepAliveTimeout = Optional.empty();
    public OptionalInt keepAliveRequests = OptionalInt.empty();
    public ReadTime handshake = ReadTime.NONE;
    public ReadTime head = ReadTime.HEAD;
    public ReadTime body = ReadTime.BODY;
    public Duration stopTime = ClientLimits.STOP_TIME;
    public Duration drainDelay = Duration.ZERO;

    /** @param timeout {@code Timeout} of the main server */
    public ClientLimits build(Optional<Duration> timeout) {
        return new ClientLimits(requestWorkers, pending, timeout.orElse(TIMEOUT), keepAlive.orElse(true), keepAliveTimeout.orElse(TIMEOUT), keepAliveRequests.orElse(KEEP_ALIVE_REQUESTS), handshake, head, body,
                stopTime, drainDelay);
    }
}
