package io.github.passmatch.upstream.time;

import io.github.passmatch.rules.Field;
import io.github.passmatch.upstream.request.Tokens;
import io.github.passmatch.upstream.request.UpstreamResponse;
import java.time.Duration;
import java.util.Optional;

/** Determines how long a kept connection may be idle: as {@code ttl} allows, and shorter than the time that the upstream announces (departure 18). */
public final class KeepTime {

    /** The proxy gives up a connection this much earlier than the upstream, so that no request is written while the upstream closes the connection. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private KeepTime() { }

    public static Optional<Duration> of(UpstreamResponse response, Optional<Duration> ttl) {
        Optional<Duration> announced = announced(response);
        if (ttl.isEmpty() || announced.isEmpty()) return ttl.or(() -> announced);
        return ttl.get().compareTo(announced.get()) <= 0 ? ttl : announced;
    }

    private static Optional<Duration> announced(UpstreamResponse response) {
        for (Field field : response.fields()) {
            if (!field.is("Keep-Alive")) continue;
            for (String parameter : field.value().split(",")) {
                String[] nameAndValue = parameter.strip().split("=", 2);
                if (nameAndValue.length == 2 && nameAndValue[0].strip().equalsIgnoreCase("timeout")) return seconds(nameAndValue[1].strip());
            }
        }
        return Optional.empty();
    }

    private static Optional<Duration> seconds(String digits) {
        if (!Tokens.isNumber(digits, 9)) return Optional.empty();
        Duration timeout = Duration.ofSeconds(Long.parseLong(digits));
        Duration margin = timeout.compareTo(MARGIN.multipliedBy(2)) >= 0 ? MARGIN : timeout.dividedBy(2);
        return Optional.of(timeout.minus(margin));
    }
}
