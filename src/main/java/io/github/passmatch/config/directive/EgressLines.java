package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.connection.DirectHost;
import io.github.passmatch.rules.connection.ProtocolSettings;
import io.github.passmatch.rules.connection.RemoteProxy;
import io.github.passmatch.rules.connection.ServedUrls;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.PatternSyntaxException;

/** Reads the directives for the network path to upstreams: proxies, source address, blocked hosts. */
final class EgressLines {

    private EgressLines() { }

    static void source(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> {
            Optional<InetAddress> address = Authority.address(value.text().replaceAll("[\\[\\]]", ""));
            if (address.isEmpty()) context.problems().error(value.place(), "ProxySourceAddress takes an address of this host, not \"" + value.text() + "\"", "");
            else context.egress(egress -> egress.source = address);
        });
    }

    static void remote(Line line, LineContext context) {
        if (hasProxy(line, "a scheme, a URL or *, and http://proxy:port", context)) add(line, ServedUrls.StartingWith.of(line.argument(0).text()), context);
    }

    static void remoteMatch(Line line, LineContext context) {
        if (!hasProxy(line, "a regular expression and http://proxy:port", context)) return;
        Word word = line.argument(0);
        try {
            add(line, new ServedUrls.Matching(word.text()), context);
        } catch (PatternSyntaxException e) {
            context.problems().error(word.at(Math.max(0, e.getIndex())), "the regular expression cannot be compiled: " + e.getDescription(), "");
        }
    }

    private static boolean hasProxy(Line line, String what, LineContext context) {
        if (line.count() == 2 || line.count() == 3) return true;
        context.problems().error(line.count() < 2 ? line.end() : line.argument(3).place(), line.name().text() + " takes " + what + ", and user:password if the proxy requires them", "");
        return false;
    }

    private static void add(Line line, ServedUrls serves, LineContext context) {
        Word server = line.argument(1);
        try {
            Optional<Authority> authority = Optional.of(Target.literal(Bytes.of(server.text()))).filter(target -> target.scheme().equals("http") && target.socket().isEmpty())
                    .flatMap(Target::authority);
            if (authority.isEmpty()) {
                context.problems().error(server.place(), "a remote proxy needs an http:// URL, not \"" + server.text() + "\"", "write http://proxy:port");
                return;
            }
            RemoteProxy remote = new RemoteProxy(serves, authority.get(), line.count() == 3 ? Optional.of(line.argument(2).text()) : Optional.empty());
            context.egress(egress -> egress.remotes.add(remote));
        } catch (BadTarget e) {
            context.problems().error(server.at(e.offset()), e.getMessage() + ": " + server.text(), "write http://proxy:port");
        }
    }

    static void direct(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), "NoProxy takes hosts, addresses, networks and .domains", "");
        for (Word word : line.arguments()) directHost(word, context.problems()).ifPresent(direct -> context.egress(egress -> egress.direct.add(direct)));
    }

    /** A host, a {@code .domain}, an address or a network: with the number of bits, with a netmask, or shortened as {@code 10.1}. */
    static Optional<DirectHost> directHost(Word word, Problems problems) {
        String text = word.text().replaceAll("[\\[\\]]", "");
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean shortened = address.matches("\\d{1,3}(\\.\\d{1,3}){0,2}\\.?");
        int given = shortened ? address.split("\\.").length : 4;
        Optional<InetAddress> base = Authority.address(shortened ? address.replaceFirst("\\.$", "") + ".0".repeat(4 - given) : address);
        if (base.isEmpty() && slash < 0) return Optional.of(new DirectHost(text, Optional.empty()));
        int longest = base.map(a -> a.getAddress().length * 8).orElse(0);
        String bits = slash < 0 ? "" + (shortened ? given * 8 : longest) : bits(text.substring(slash + 1));
        if (base.isPresent() && bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= longest)
            return Optional.of(new DirectHost(text, Optional.of(new DirectHost.Network(base.get(), Integer.parseInt(bits)))));
        problems.error(word.place(), "\"" + word.text() + "\" is not a network", "write 10.0.0.0/8");
        return Optional.empty();
    }

    /** The number of leading ones of a netmask such as {@code 255.255.0.0}; other texts are returned unchanged. */
    private static String bits(String mask) {
        OptionalInt bits = mask.indexOf('.') < 0 ? OptionalInt.empty() : Authority.address(mask).map(DirectHost.Network::bitsOf).orElse(OptionalInt.empty());
        return bits.isPresent() ? Integer.toString(bits.getAsInt()) : mask;
    }

    static void block(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), "ProxyBlock takes words, hosts or *", "");
        for (Word word : line.arguments()) context.egress(egress -> egress.blocked.add(word.text().toLowerCase(Locale.ROOT)));
    }

    static void badHeader(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("IsError", "Ignore", "StartBody"))).ifPresent(word -> context.server().badLines = Optional.of(switch (word) {
            case "Ignore" -> ProtocolSettings.BadLines.ARE_IGNORED;
            case "StartBody" -> ProtocolSettings.BadLines.START_BODY;
            default -> ProtocolSettings.BadLines.ARE_ERRORS;
        }));
    }
}
