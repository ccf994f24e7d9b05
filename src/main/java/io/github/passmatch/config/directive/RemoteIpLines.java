package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.RemoteIpDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.TextFile;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.client.RemoteIp;
import io.github.passmatch.rules.connection.DirectHost;
import java.util.Optional;

/** Reads the directives of mod_remoteip. */
public final class RemoteIpLines {

    private RemoteIpLines() { }

    public static void header(Line line, LineContext context) {
        fieldName(line, context).ifPresent(name -> context.server().remoteIp.header = Optional.of(name));
    }

    public static void proxiesHeader(Line line, LineContext context) {
        fieldName(line, context).ifPresent(name -> context.server().remoteIp.proxiesHeader = Optional.of(name));
    }

    private static Optional<String> fieldName(Line line, LineContext context) {
        Optional<Value> value = line.onlyArgument(context.problems());
        if (value.isEmpty() || value.get().text().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) return value.map(Value::text);
        context.problems().error(value.get().place(), "\"" + value.get().text() + "\" is not the name of a header field", "write " + line.name().text() + " X-Forwarded-For");
        return Optional.empty();
    }

    /** Reads addresses and networks. */
    public static void proxies(boolean internal, Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), line.name().text() + " takes addresses and networks", "");
        line.arguments().forEach(word -> add(word, internal, context));
    }

    /** Reads a file with addresses and networks; in a line, a word that begins with {@code #} begins a comment. */
    public static void list(boolean internal, Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(context::textFile).ifPresent(file -> addAll(file, internal, context));
    }

    private static void addAll(TextFile file, boolean internal, LineContext context) {
        for (int i = 0; i < file.lines().size(); i++) {
            for (String word : file.lines().get(i).strip().split("\\s+")) {
                if (word.startsWith("#")) break;
                if (!word.isEmpty()) add(new Word(word, file.place(i)), internal, context);
            }
        }
    }

    /** A proxy that is not trusted by mistake would count as the client, and could get access that only the proxy should have: so names are errors, not ignored. */
    private static void add(Word word, boolean internal, LineContext context) {
        network(word, context).ifPresent(network -> context.server().remoteIp.proxies.add(new RemoteIp.Proxy(network, internal)));
    }

    private static Optional<DirectHost.Network> network(Word word, LineContext context) {
        Problems problems = context.problems();
        Optional<DirectHost> host = EgressLines.directHost(word, problems);
        if (host.isPresent() && host.get().network().isEmpty())
            problems.error(word.place(), "\"" + word.text() + "\" is not an address or a network", "names are not looked up; write the address of the proxy");
        return host.flatMap(DirectHost::network);
    }

    /** In a servlet container, the connector of the container would have to read the header. As in httpd, {@code RemoteIPHeader} does not count for a client whose address comes from a header of the PROXY protocol. */
    public static void proxyProtocol(Line line, LineContext context) {
        RemoteIpDraft draft = context.server().remoteIp;
        Optional<Boolean> on = line.onlyArgument(context.problems()).flatMap(Value::onOff);
        if (on.isEmpty()) return;
        if (on.get() && !context.config().standalone) {
            context.problems().error(line.place(), "RemoteIPProxyProtocol On needs java -jar: in a servlet container, the connector of the container reads the PROXY protocol", "configure the container (Jetty: module proxy-protocol), and remove the line; or let the proxy send X-Forwarded-For, and write RemoteIPHeader X-Forwarded-For");
            return;
        }
        draft.proxyProtocol = on;
        draft.proxyProtocolPlace = Optional.of(line.place());
    }

    /** Reads the addresses and networks of peers that send no header. */
    public static void exceptions(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), line.name().text() + " takes addresses and networks", "");
        line.arguments().forEach(word -> network(word, context).ifPresent(context.server().remoteIp.exceptions::add));
    }
}
