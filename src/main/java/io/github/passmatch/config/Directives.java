package io.github.passmatch.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The directives that have their effect here, one row each. */
public final class Directives {

    private static final List<Directive> ALL = List.of(
            new Directive("ProxyPass", "path URL|! [name=value …], or ~ regex URL|!", "-", "forwards what begins with the path; ! excludes it", RuleLines::proxyPass),
            new Directive("ProxyPassMatch", "regex URL|! [name=value …]", "-", "forwards what the regex finds; $0 to $9 in the URL are its captures", RuleLines::proxyPassMatch),
            new Directive("ProxyPassReverse", "path URL", "-", "maps the upstream's URL in Location, Content-Location, URI and Destination back to the path", RuleLines::reverse),
            new Directive("ProxyPreserveHost", "On|Off", "Off", "sends the client's Host field", ServerLines.flag((draft, on) -> draft.preserveHost = on)),
            new Directive("ProxyAddHeaders", "On|Off", "On", "adds X-Forwarded-For, -Host and -Server", ServerLines.flag((draft, on) -> draft.addHeaders = on)),
            new Directive("ProxyVia", "Off|On|Full|Block", "Off", "the Via field of requests and responses", ServerLines::via),
            new Directive("ProxyTimeout", "time, s", "as Timeout", "longest silence of an upstream", ServerLines.time((draft, time) -> draft.proxyTimeout = Optional.of(time))),
            new Directive("Timeout", "time, s", "60s", "stands in for ProxyTimeout", ServerLines.time((draft, time) -> draft.timeout = Optional.of(time))),
            new Directive("ProxyMaxForwards", "number", "-1: none is added", "the Max-Forwards field of requests that have none", ServerLines::maxForwards),
            new Directive("ProxyIOBufferSize", "bytes; 0 or 512 and up", "8192", "copy buffers of rules without iobuffersize", ServerLines.size((draft, n) -> draft.ioBufferSize = n)),
            new Directive("ProxyReceiveBufferSize", "bytes; 0 or 512 and up", "0: the system's", "SO_RCVBUF of rules without receivebuffersize",
                    ServerLines.size((draft, n) -> draft.receiveBufferSize = n)),
            new Directive("AllowEncodedSlashes", "On|Off|NoDecode", "Off", "%2F in paths: decoded, refused with 404, or kept", ServerLines::encodedSlashes),
            new Directive("MergeSlashes", "On|Off", "On", "counts runs of slashes in paths as one", ServerLines.flag((draft, on) -> draft.mergeSlashes = on)),
            new Directive("ServerName", "[scheme://]name[:port]", "this host's name", "X-Forwarded-Server, Via", ServerLines::serverName),
            new Directive("LimitRequestBody", "bytes", "0: no limit", "longest request body; beyond it 413", ServerLines.number(0, Integer.MAX_VALUE, (draft, n) -> draft.maxRequestBody = n)),
            new Directive("SetEnv", "name [value]", "-", "sets one of mod_proxy's variables for all rules", ServerLines::setEnv),
            new Directive("UnsetEnv", "name …", "-", "takes it back", ServerLines::unsetEnv),
            new Directive("KeepAlive", "On|Off", "-", "recognised: it is about the client's connections", ServerLines::keepAlive),
            new Directive("Listen", "[address:]port", "8080", "where to listen in standalone mode", ServerLines::listen),
            new Directive("Define", "name [value]", "-", "what ${name} stands for", ServerLines::define),
            new Directive("UnDefine", "name", "-", "takes it back", ServerLines::unDefine));

    private static final Map<String, Directive> BY_NAME = byName();

    private Directives() { }

    /** All rows, in the order of the manual. */
    public static List<Directive> all() {
        return ALL;
    }

    /** The row of that name in any case, or null. */
    static Directive find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    private static Map<String, Directive> byName() {
        Map<String, Directive> map = new TreeMap<>();
        for (Directive directive : ALL) map.put(directive.name().toLowerCase(Locale.ROOT), directive);
        return map;
    }
}
