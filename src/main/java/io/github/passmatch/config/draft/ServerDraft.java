package io.github.passmatch.config;

import io.github.passmatch.rules.Audience;
import io.github.passmatch.rules.Dialogue;
import io.github.passmatch.rules.EncodedSlashes;
import io.github.passmatch.rules.SiteSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The main server or a {@code <VirtualHost>} while it is read. What a virtual host leaves open is as the main server says. */
final class ServerDraft {

    final ConfigDraft config;
    final Problems problems;
    final Optional<ServerDraft> main;
    final ScopeDraft scope;
    final List<RuleDraft> rules = new ArrayList<>();
    final List<SectionDraft> sections = new ArrayList<>();
    /** The {@code SSLProxy*} lines, to be taken in behind those of the main server. */
    final List<Consumer<TlsDraft>> tls = new ArrayList<>();
    final List<Consumer<EgressDraft>> egress = new ArrayList<>();

    /** Of a virtual host: the ports in its header; empty: every port. */
    final List<OptionalInt> ports = new ArrayList<>();
    final List<String> aliases = new ArrayList<>();
    Optional<String> serverName = Optional.empty();
    OptionalInt serverPort = OptionalInt.empty();
    Optional<String> serverScheme = Optional.empty();
    Optional<SiteSettings.Forwarded> forwarded = Optional.empty();
    Optional<SiteSettings.Via> via = Optional.empty();
    Optional<OptionalInt> maxForwards = Optional.empty();
    Optional<EncodedSlashes> encodedSlashes = Optional.empty();
    Optional<Dialogue.BadLines> badLines = Optional.empty();
    Optional<Boolean> mergeSlashes = Optional.empty();
    Optional<Audience> serverTiming = Optional.empty();
    Optional<Duration> proxyTimeout = Optional.empty();
    Optional<Duration> timeout = Optional.empty();
    Optional<Integer> ioBufferSize = Optional.empty();
    Optional<Integer> receiveBufferSize = Optional.empty();

    ServerDraft(ConfigDraft config, Optional<ServerDraft> main) {
        this.config = config;
        this.problems = config.problems;
        this.main = main;
        this.scope = new ScopeDraft(problems, config.variables.environment());
    }

    /** What this server says, else what the main server says. */
    <T> Optional<T> inherited(Function<ServerDraft, Optional<T>> field) {
        return field.apply(this).or(() -> main.flatMap(field));
    }

    /** The main server's lines and, behind them, this one's. */
    <T> List<T> joined(Function<ServerDraft, List<T>> field) {
        return Stream.concat(main.stream(), Stream.of(this)).flatMap(server -> field.apply(server).stream()).toList();
    }

    /** {@code AllowEncodedSlashes} is not inherited, as in httpd, and of {@code ServerName} only the name is. */
    SiteSettings settings() {
        return new SiteSettings(inherited(server -> server.serverName), serverPort, serverScheme,
                inherited(server -> server.forwarded).orElse(SiteSettings.Forwarded.OFF), inherited(server -> server.via).orElse(SiteSettings.Via.OFF),
                inherited(server -> server.maxForwards).orElse(OptionalInt.empty()), encodedSlashes.orElse(EncodedSlashes.OFF),
                inherited(server -> server.mergeSlashes).orElse(true), inherited(server -> server.serverTiming).orElse(Audience.NOBODY));
    }
}
