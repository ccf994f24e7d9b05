package io.github.passmatch.config;

import io.github.passmatch.rules.EncodedSlashes;
import io.github.passmatch.rules.ProxyConfig;
import io.github.passmatch.rules.ProxyVariable;
import io.github.passmatch.rules.SiteSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** Reads the lines of what holds for all rules. */
final class ServerLines {

    private static final List<String> VARIABLES = Arrays.stream(ProxyVariable.values()).map(ProxyVariable::httpdName).toList();

    private ServerLines() { }

    /** A handler for a directive with one on/off argument. */
    static Directive.Handler flag(BiConsumer<ServerDraft, Boolean> setter) {
        return (line, draft) -> one(line, draft).flatMap(Value::onOff).ifPresent(on -> setter.accept(draft, on));
    }

    /** A handler for a directive with one time argument, in seconds when bare. */
    static Directive.Handler time(BiConsumer<ServerDraft, Duration> setter) {
        return (line, draft) -> one(line, draft).flatMap(value -> value.duration("s", Duration.ofMillis(1), Duration.ofDays(1)))
                .ifPresent(time -> setter.accept(draft, time));
    }

    /** A handler for a directive with one number. */
    static Directive.Handler number(int min, int max, BiConsumer<ServerDraft, Integer> setter) {
        return (line, draft) -> one(line, draft).ifPresent(value -> value.integer(min, max).ifPresent(n -> setter.accept(draft, n)));
    }

    /** A handler for a buffer size: 0 or at least 512. */
    static Directive.Handler size(BiConsumer<ServerDraft, Integer> setter) {
        return (line, draft) -> one(line, draft).ifPresent(value -> {
            if (value.text().equals("0")) setter.accept(draft, 0);
            else value.integer(512, 1 << 24).ifPresent(n -> setter.accept(draft, n));
        });
    }

    /** The only argument of a directive that has one. */
    static Optional<Value> one(Line line, ServerDraft draft) {
        if (line.count() != 1) {
            draft.problems.error(line.count() == 0 ? line.end() : line.argument(1).place(), line.name().text() + " takes one argument",
                    line.count() > 1 && line.argument(1).text().startsWith("#") ? "a comment cannot follow a directive on its line" : "");
            return Optional.empty();
        }
        return Optional.of(new Value(line.name().text(), line.argument(0).text(), line.argument(0).place(), draft.problems));
    }

    static void via(Line line, ServerDraft draft) {
        one(line, draft).flatMap(value -> value.oneOf(List.of("Off", "On", "Full", "Block")))
                .ifPresent(word -> draft.via = SiteSettings.Via.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    static void forwarded(Line line, ServerDraft draft) {
        one(line, draft).flatMap(value -> value.oneOf(List.of("Off", "X-Forwarded", "Forwarded", "Both")))
                .ifPresent(word -> draft.forwarded = SiteSettings.Forwarded.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    static void maxForwards(Line line, ServerDraft draft) {
        one(line, draft).ifPresent(value -> {
            OptionalInt hops = value.integer(-1, Integer.MAX_VALUE);
            if (hops.isPresent()) draft.maxForwards = hops.getAsInt() < 0 ? OptionalInt.empty() : hops;
        });
    }

    static void encodedSlashes(Line line, ServerDraft draft) {
        one(line, draft).flatMap(value -> value.oneOf(List.of("On", "Off", "NoDecode"))).ifPresent(word -> draft.encodedSlashes = switch (word) {
            case "On" -> EncodedSlashes.ON;
            case "NoDecode" -> EncodedSlashes.NO_DECODE;
            default -> EncodedSlashes.OFF;
        });
    }

    /** {@code [scheme://]name[:port]}. */
    static void serverName(Line line, ServerDraft draft) {
        one(line, draft).ifPresent(value -> {
            String text = value.text().replaceFirst("^[a-zA-Z]+://", "");
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > 0 && colon > text.indexOf(']') && !text.substring(colon + 1).isEmpty();
            if (hasPort) new Value("the port of ServerName", text.substring(colon + 1), value.place(), draft.problems).integer(1, 65535)
                    .ifPresent(port -> draft.serverPort = OptionalInt.of(port));
            draft.serverName = Optional.of(hasPort ? text.substring(0, colon) : text);
        });
    }

    /** {@code [address:]port [protocol]}. */
    static void listen(Line line, ServerDraft draft) {
        if (line.count() == 0 || line.count() > 2) {
            draft.problems.error(line.end(), "Listen takes a port, or an address and a port", "write Listen 80 or Listen 127.0.0.1:8080");
            return;
        }
        Word word = line.argument(0);
        int colon = word.text().lastIndexOf(':');
        Optional<String> address = colon < 0 ? Optional.empty() : Optional.of(word.text().substring(0, colon)).filter(a -> !a.equals("*"));
        new Value("the port of Listen", word.text().substring(colon + 1), word.at(colon + 1), draft.problems).integer(1, 65535)
                .ifPresent(port -> draft.listen.add(new ProxyConfig.Listen(address.map(a -> a.replaceAll("[\\[\\]]", "")), port)));
        if (line.count() == 2 && !line.argument(1).is("http"))
            draft.problems.warn(line.argument(1).place(), "Listen with \"" + line.argument(1).text() + "\": plain http is served on this port", "put TLS before it");
    }

    static void keepAlive(Line line, ServerDraft draft) {
        one(line, draft).flatMap(Value::onOff).ifPresent(on -> draft.problems.note(line.place(),
                "KeepAlive is about the client's connections and has no influence on those to the upstream",
                "whether those are reused is decided by enablereuse= on the rule"));
    }

    static void define(Line line, ServerDraft draft) {
        if (line.count() == 0 || line.count() > 2) draft.problems.error(line.end(), "Define takes a name and a value", "");
        else draft.variables.define(line.argument(0).text(), line.count() == 2 ? line.argument(1).text() : "");
    }

    static void unDefine(Line line, ServerDraft draft) {
        one(line, draft).ifPresent(value -> draft.variables.undefine(value.text()));
    }

    static void setEnv(Line line, ServerDraft draft) {
        if (line.count() == 0 || line.count() > 2) {
            draft.problems.error(line.end(), "SetEnv takes a name and a value", "");
            return;
        }
        Word name = line.argument(0);
        Optional<ProxyVariable> variable = ProxyVariable.of(name.text());
        if (variable.isEmpty()) {
            unknownVariable(name, draft.problems);
            return;
        }
        String value = line.count() == 2 ? line.argument(1).text() : "";
        draft.environment.put(variable.get(), new ServerDraft.Setting(value, name.place()));
        switchesReuseOff(variable.get(), name, value, draft.problems);
        if (variable.get() == ProxyVariable.INTERIM_RESPONSE && !value.equalsIgnoreCase("RFC") && !value.equalsIgnoreCase("Suppress"))
            draft.problems.warn(name.place(), "proxy-interim-response is RFC or Suppress; \"" + value + "\" counts as Suppress, as in httpd", "");
    }

    static void unsetEnv(Line line, ServerDraft draft) {
        if (line.count() == 0) draft.problems.error(line.end(), "UnsetEnv takes names", "");
        for (Word name : line.arguments()) ProxyVariable.of(name.text()).ifPresent(draft.environment::remove);
    }

    private static void switchesReuseOff(ProxyVariable variable, Word name, String value, Problems problems) {
        if (variable == ProxyVariable.NO_KEEPALIVE)
            problems.warn(name.place(), "proxy-nokeepalive only switches reuse off, for all rules" + (value.equals("0") || value.equalsIgnoreCase("off")
                    ? "; its presence counts, not the value \"" + value + "\"" : ""), "remove the line, or UnsetEnv it; reuse is switched on by enablereuse=on on the rule");
        else if (variable == ProxyVariable.FORCE_HTTP_1_0)
            problems.warn(name.place(), "force-proxy-request-1.0 switches reuse off, for all rules: HTTP/1.0 keeps no connection", "remove the line; reuse is switched on by enablereuse=on on the rule");
    }

    private static void unknownVariable(Word name, Problems problems) {
        String lower = name.text().toLowerCase(Locale.ROOT);
        if (lower.equals("proxy-keepalive"))
            problems.warn(name.place(), "there is no variable proxy-keepalive, so this line has no effect", "connections are kept for the next request with enablereuse=on on the rule");
        else if (lower.startsWith("proxy-") || lower.startsWith("force-proxy") || Hints.closest(lower, VARIABLES).isPresent())
            problems.warn(name.place(), "mod_proxy reads no variable \"" + name.text() + "\", so this line has no effect here", Hints.didYouMean(name.text(), VARIABLES));
    }
}
