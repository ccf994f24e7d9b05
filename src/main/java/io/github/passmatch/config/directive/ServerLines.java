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

/** Reads the lines that apply to all rules. */
final class ServerLines {

    private ServerLines() { }

    /** A handler for a directive with one on/off argument that holds for a whole server. */
    static Directive.Handler flag(BiConsumer<ServerDraft, Boolean> setter) {
        return (line, here) -> one(line, here).flatMap(Value::onOff).ifPresent(on -> setter.accept(here.server(), on));
    }

    /** A handler for a directive with one on/off argument that may differ from path to path. */
    static Directive.Handler scopedFlag(BiConsumer<ScopeDraft, Boolean> setter) {
        return (line, here) -> one(line, here).flatMap(Value::onOff).ifPresent(on -> setter.accept(here.scope(), on));
    }

    /** A handler for a directive with one time argument, in seconds when bare. */
    static Directive.Handler time(BiConsumer<ServerDraft, Duration> setter) {
        return (line, here) -> one(line, here).flatMap(value -> value.duration("s", Duration.ofMillis(1)))
                .ifPresent(time -> setter.accept(here.server(), time));
    }


    /** A handler for a buffer size: 0 or at least 512. */
    static Directive.Handler size(BiConsumer<ServerDraft, Integer> setter) {
        return (line, here) -> one(line, here).ifPresent(value -> value.bufferSize().ifPresent(n -> setter.accept(here.server(), n)));
    }

    /** The one argument, or a problem. */
    static Optional<Value> one(Line line, LineContext here) {
        if (line.count() != 1) {
            here.problems().error(line.count() == 0 ? line.end() : line.argument(1).place(), line.name().text() + " takes one argument",
                    line.count() > 1 && line.argument(1).text().startsWith("#") ? "a comment cannot follow a directive on its line" : "");
            return Optional.empty();
        }
        return Optional.of(new Value(line.name().text(), line.argument(0).text(), line.argument(0).place(), here.problems()));
    }

    static void via(Line line, LineContext here) {
        one(line, here).flatMap(value -> value.oneOf(List.of("Off", "On", "Full", "Block")))
                .ifPresent(word -> here.server().via = Optional.of(ServerSettings.Via.valueOf(word.toUpperCase(Locale.ROOT))));
    }

    static void forwarded(Line line, LineContext here) {
        one(line, here).flatMap(value -> value.oneOf(List.of("Off", "X-Forwarded", "Forwarded", "Both")))
                .ifPresent(word -> here.server().forwarded = Optional.of(ServerSettings.Forwarded.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'))));
    }

    static void canonicalName(Line line, LineContext here) {
        one(line, here).flatMap(value -> value.oneOf(List.of("On", "Off", "DNS"))).ifPresent(word -> {
            here.scope().canonicalName = Optional.of(word.equals("On"));
            if (word.equals("DNS")) here.problems().warn(line.argument(0).place(), "UseCanonicalName DNS is taken as Off: no names are looked up here", "");
        });
    }

    static void maxForwards(Line line, LineContext here) {
        one(line, here).ifPresent(value -> {
            OptionalInt hops = value.integer(-1, Integer.MAX_VALUE);
            if (hops.isPresent()) here.server().maxForwards = Optional.of(hops.getAsInt() < 0 ? OptionalInt.empty() : hops);
        });
    }

    static void encodedSlashes(Line line, LineContext here) {
        one(line, here).flatMap(value -> value.oneOf(List.of("On", "Off", "NoDecode"))).ifPresent(word -> here.server().encodedSlashes = Optional.of(switch (word) {
            case "On" -> EncodedSlashes.ON;
            case "NoDecode" -> EncodedSlashes.NO_DECODE;
            default -> EncodedSlashes.OFF;
        }));
    }

    /** {@code [scheme://]name[:port]}. */
    static void serverName(Line line, LineContext here) {
        one(line, here).ifPresent(value -> {
            int scheme = value.text().indexOf("://");
            String text = value.text().substring(scheme < 0 ? 0 : scheme + 3);
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > 0 && colon > text.indexOf(']') && !text.substring(colon + 1).isEmpty();
            if (hasPort) new Value("the port of ServerName", text.substring(colon + 1), value.place(), here.problems()).integer(1, 65535)
                    .ifPresent(port -> here.server().serverPort = OptionalInt.of(port));
            here.server().serverScheme = scheme < 0 ? Optional.empty() : Optional.of(value.text().substring(0, scheme).toLowerCase(Locale.ROOT));
            here.server().serverName = Optional.of(hasPort ? text.substring(0, colon) : text);
        });
    }

    /** {@code [address:]port [protocol]}. */
    static void listen(Line line, LineContext here) {
        if (line.count() == 0 || line.count() > 2) {
            here.problems().error(line.end(), "Listen takes a port, or an address and a port", "write Listen 80 or Listen 127.0.0.1:8080");
            return;
        }
        Word word = line.argument(0);
        int colon = word.text().lastIndexOf(':');
        Optional<String> address = colon < 0 ? Optional.empty() : Optional.of(word.text().substring(0, colon)).filter(a -> !a.equals("*"));
        new Value("the port of Listen", word.text().substring(colon + 1), word.at(colon + 1), here.problems()).integer(1, 65535)
                .ifPresent(port -> here.config().listen.add(new ProxyConfig.Listen(address.map(a -> a.replaceAll("[\\[\\]]", "")), port)));
        if (line.count() == 2 && !line.argument(1).is("http"))
            here.problems().warn(line.argument(1).place(), "Listen with \"" + line.argument(1).text() + "\": plain http is served on this port", "put TLS before it");
    }

    static void serverAlias(Line line, LineContext here) {
        if (line.count() == 0) here.problems().error(line.end(), "ServerAlias takes names", "");
        line.arguments().forEach(name -> here.server().aliases.add(name.text()));
    }

    static void serverRoot(Line line, LineContext here) {
        one(line, here).ifPresent(value -> here.config().serverRoot = Optional.of(Path.of(value.text())));
    }

    static void loadModule(Line line, LineContext here) {
        if (line.count() > 0) here.config().modules.load(line.argument(0).text());
        here.problems().note(line.place(), "LoadModule concerns httpd only and is ignored", "");
    }

    static void limitRequestBody(Line line, LineContext here) {
        one(line, here).ifPresent(value -> value.large().ifPresent(n -> here.scope().maxRequestBody = OptionalLong.of(n)));
    }

    static void define(Line line, LineContext here) {
        if (line.count() == 0 || line.count() > 2) here.problems().error(line.end(), "Define takes a name and a value", "");
        else here.config().variables.define(line.argument(0).text(), line.count() == 2 ? line.argument(1).text() : "");
    }

    static void unDefine(Line line, LineContext here) {
        one(line, here).ifPresent(value -> here.config().variables.undefine(value.text()));
    }
}
