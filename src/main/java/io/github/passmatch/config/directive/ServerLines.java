package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.match.EncodedSlashes;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.ServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** Reads the directives that apply to a whole server, and switches for paths. */
final class ServerLines {

    private static final int HTTPS_PORT = 443;

    private ServerLines() { }

    /** A handler for an On/Off directive that applies to a whole server. */
    static Directive.Handler flag(BiConsumer<ServerDraft, Boolean> setter) {
        return (line, context) -> line.onlyArgument(context.problems()).flatMap(Value::onOff).ifPresent(on -> setter.accept(context.server(), on));
    }

    /** A handler for an On/Off directive that may differ between paths. */
    static Directive.Handler scopedFlag(BiConsumer<ScopeDraft, Boolean> setter) {
        return (line, context) -> line.onlyArgument(context.problems()).flatMap(Value::onOff).ifPresent(on -> setter.accept(context.scope(), on));
    }

    /** A handler for a directive with one time argument; a number without unit is in seconds. */
    static Directive.Handler time(BiConsumer<ServerDraft, Duration> setter) {
        return (line, context) -> line.onlyArgument(context.problems()).flatMap(value -> value.duration("s", Duration.ofMillis(1)))
                .ifPresent(time -> setter.accept(context.server(), time));
    }

    static void websocketIdle(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.duration("s", Duration.ZERO)).ifPresent(time -> context.server().tunnelIdle = Optional.of(time));
    }

    /** With {@code Off}, httpd skips {@code ws://} rules for ordinary requests, and relays refused handshakes without a look. */
    static void websocketFallback(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.onOff()).filter(on -> !on).ifPresent(off -> context.problems().error(line.argument(0).place(), "ProxyWebsocketFallbackToProxyHttp Off is not supported",
                "remove the line, and write upgrade=websocket on the rule for http:// instead of a second rule for ws://"));
    }

    /** A handler for a buffer size: 0 or at least 512. */
    static Directive.Handler size(BiConsumer<ServerDraft, Integer> setter) {
        return (line, context) -> line.onlyArgument(context.problems()).ifPresent(value -> value.bufferSize().ifPresent(n -> setter.accept(context.server(), n)));
    }

    static void via(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("Off", "On", "Full", "Block")))
                .ifPresent(word -> context.server().via = Optional.of(ServerSettings.Via.valueOf(word.toUpperCase(Locale.ROOT))));
    }

    static void forwarded(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("Off", "X-Forwarded", "Forwarded", "Both")))
                .ifPresent(word -> context.server().forwarded = Optional.of(ServerSettings.Forwarded.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'))));
    }

    static void canonicalName(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("On", "Off", "DNS"))).ifPresent(word -> {
            context.scope().canonicalName = Optional.of(word.equals("On"));
            if (word.equals("DNS")) context.problems().warn(line.argument(0).place(), "UseCanonicalName DNS has the effect of Off, because Passmatch does not look up names", "");
        });
    }

    static void maxForwards(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> {
            OptionalInt hops = value.integer(-1, Integer.MAX_VALUE);
            if (hops.isPresent()) context.server().maxForwards = Optional.of(hops.getAsInt() < 0 ? OptionalInt.empty() : hops);
        });
    }

    static void encodedSlashes(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("On", "Off", "NoDecode"))).ifPresent(word -> context.server().encodedSlashes = Optional.of(switch (word) {
            case "On" -> EncodedSlashes.ON;
            case "NoDecode" -> EncodedSlashes.NO_DECODE;
            default -> EncodedSlashes.OFF;
        }));
    }

    /** {@code [scheme://]name[:port]}. */
    static void serverName(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> {
            int scheme = value.text().indexOf("://");
            String text = value.text().substring(scheme < 0 ? 0 : scheme + 3);
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > 0 && colon > text.indexOf(']') && !text.substring(colon + 1).isEmpty();
            if (hasPort) new Value("the port of ServerName", text.substring(colon + 1), value.place(), context.problems()).integer(1, 65535)
                    .ifPresent(port -> context.server().serverPort = OptionalInt.of(port));
            context.server().serverScheme = scheme < 0 ? Optional.empty() : Optional.of(value.text().substring(0, scheme).toLowerCase(Locale.ROOT));
            context.server().serverName = Optional.of(hasPort ? text.substring(0, colon) : text);
        });
    }

    /** {@code [address:]port [protocol]}. */
    static void listen(Line line, LineContext context) {
        if (line.count() == 0 || line.count() > 2) {
            context.problems().error(line.end(), "Listen takes a port, or an address and a port", "write Listen 80 or Listen 127.0.0.1:8080");
            return;
        }
        Optional<ProxyConfig.Listen> address = address(line, context);
        address.ifPresent(context.config().listen::add);
        boolean https = line.count() == 2 ? line.argument(1).is("https") : address.filter(listen -> listen.port() == HTTPS_PORT).isPresent();
        if (https) address.ifPresent(listen -> context.config().httpsPorts.add(listen.port()));
        if (line.count() == 2 && !https && !line.argument(1).is("http"))
            context.problems().warn(line.argument(1).place(), "\"" + line.argument(1).text() + "\" is not a protocol of Listen here: plain HTTP is served on this port, unless a host of the port has SSLEngine on", "write http or https");
    }

    /** The first argument, as address and port. */
    static Optional<ProxyConfig.Listen> address(Line line, LineContext context) {
        Word word = line.argument(0);
        int colon = word.text().lastIndexOf(':');
        Optional<String> address = colon < 0 ? Optional.empty() : Optional.of(word.text().substring(0, colon)).filter(a -> !a.equals("*"));
        OptionalInt port = new Value("the port of " + line.name().text(), word.text().substring(colon + 1), word.at(colon + 1), context.problems()).integer(1, 65535);
        return port.isEmpty() ? Optional.empty() : Optional.of(new ProxyConfig.Listen(address.map(a -> a.replaceAll("[\\[\\]]", "")), port.getAsInt()));
    }

    static void serverAlias(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), "ServerAlias takes names", "");
        line.arguments().forEach(name -> context.server().aliases.add(name.text()));
    }

    static void serverRoot(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> context.config().serverRoot = Optional.of(Path.of(value.text())));
    }

    static void loadModule(Line line, LineContext context) {
        if (line.count() > 0) context.config().modules.load(line.argument(0).text());
        context.problems().note(line.place(), "LoadModule concerns httpd only and is ignored", "");
    }

    static void limitRequestBody(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> value.large().ifPresent(n -> context.scope().maxRequestBody = OptionalLong.of(n)));
    }

    static void define(Line line, LineContext context) {
        if (line.count() == 0 || line.count() > 2) context.problems().error(line.end(), "Define takes a name and a value", "");
        else context.config().variables.define(line.argument(0).text(), line.count() == 2 ? line.argument(1).text() : "");
    }

    static void unDefine(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> context.config().variables.undefine(value.text()));
    }
}
