package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.Origin;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names the value of one worker parameter that is in force for a rule, and where it was set.
 *
 * @param name   as written in the configuration
 * @param value  as the engine uses it
 * @param origin file, line and directive, {@code as timeout} or {@code default}
 */
public record EffectiveParameter(String name, String value, String origin) {

    private record Row(String name, Function<Destination, String> value) { }

    /** All parameters but reuse, which is explained by its decision. */
    private static final List<Row> ROWS = List.of(
            of("max", c -> c.max() == ConnectionSettings.UNLIMITED ? "no limit" : Integer.toString(c.max())),
            of("acquire", c -> time(c.acquire())),
            of("ttl", c -> c.ttl().map(EffectiveParameter::time).orElse("no limit")),
            of("connectiontimeout", c -> time(c.connectTimeout())),
            of("timeout", c -> time(c.timeout())),
            of("totaltimeout", c -> c.totalTimeout().map(EffectiveParameter::time).orElse("no limit")),
            of("ping", c -> c.protocol().ping().map(EffectiveParameter::time).orElse("off")),
            of("keepalive", c -> c.tcpKeepAlive() ? "on" : "off"),
            of("addressttl", c -> c.addressTtl().map(EffectiveParameter::time).orElse("as the resolver says")),
            of("retry", c -> time(c.retry())),
            of("status", c -> c.status().stream().sorted().map(WorkerFlag::name).map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-')).collect(Collectors.joining(","))),
            of("iobuffersize", c -> Integer.toString(c.ioBufferSize())),
            of("receivebuffersize", c -> c.receiveBufferSize() == 0 ? "the system's" : Integer.toString(c.receiveBufferSize())),
            of("responsefieldsize", c -> Integer.toString(c.responseFieldSize())),
            new Row("mapping", to -> to.view() == Destination.View.DECODED ? "decoded paths" : to.view().name().toLowerCase(Locale.ROOT)),
            new Row("nocanon", to -> to.nocanon() ? "on" : "off"));

    private static Row of(String name, Function<ConnectionSettings, String> value) {
        return new Row(name, to -> value.apply(to.connections()));
    }

    /** All parameters of {@code rule}, which forwards. */
    static List<EffectiveParameter> of(Rule rule) {
        Destination to = rule.destination().orElseThrow();
        return ROWS.stream().map(row -> new EffectiveParameter(row.name(), row.value().apply(to), origin(row.name(), to))).toList();
    }

    private static String origin(String name, Destination to) {
        boolean follows = name.equals("acquire") || name.equals("connectiontimeout");
        return Optional.ofNullable(to.origins().get(name)).map(Origin::toString).orElse(follows ? "as timeout" : "default");
    }

    private static String time(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
