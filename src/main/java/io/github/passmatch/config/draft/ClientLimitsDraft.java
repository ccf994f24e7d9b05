package io.github.passmatch.config;

import io.github.passmatch.rules.ClientLimits;
import io.github.passmatch.rules.ClientLimits.ReadTime;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link ClientLimits} while they are read. */
final class ClientLimitsDraft {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int KEEP_ALIVE_REQUESTS = 0;

    OptionalInt requestWorkers = OptionalInt.empty();
    Optional<Boolean> keepAlive = Optional.empty();
    Optional<Duration> keepAliveTimeout = Optional.empty();
    OptionalInt keepAliveRequests = OptionalInt.empty();
    ReadTime head = ReadTime.HEAD;
    ReadTime body = ReadTime.BODY;

    /** @param timeout {@code Timeout} of the main server */
    ClientLimits build(Optional<Duration> timeout) {
        return new ClientLimits(requestWorkers, timeout.orElse(TIMEOUT), keepAlive.orElse(true), keepAliveTimeout.orElse(TIMEOUT), keepAliveRequests.orElse(KEEP_ALIVE_REQUESTS), head, body);
    }
}
