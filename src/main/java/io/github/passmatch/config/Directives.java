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
            new Directive("PassmatchForwarded", "Off|X-Forwarded|Forwarded|Both", "Off", "adds X-Forwarded-Proto and -Port, Forwarded (RFC 7239), or both; not known to httpd",
                    ServerLines::forwarded),
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
            new Directive("ProxyBadHeader", "IsError|Ignore|StartBody", "IsError", "lines without colon in an answer's head: 502, passed over, or the last of the head", EgressLines::badHeader),
            new Directive("Proxy100Continue", "On|Off", "On", "passes Expect: 100-continue on; Off: the container answers it", ServerLines.flag((draft, on) -> draft.dialogue.passesExpect = on)),
            new Directive("ProxyBlock", "word|host|* …", "-", "403 for upstreams whose host name or address holds the word", EgressLines::block),
            new Directive("ProxySourceAddress", "address", "the system's choice", "where connections to upstreams come from", EgressLines::source),
            new Directive("ProxyRemote", "scheme|URL|* http://proxy:port [user:password]", "-", "sends requests to such upstreams through another proxy; the first line that matches", EgressLines::remote),
            new Directive("ProxyRemoteMatch", "regex http://proxy:port [user:password]", "-", "the same, by a regular expression on the upstream's URL", EgressLines::remoteMatch),
            new Directive("NoProxy", "host|.domain|address|network …", "-", "client hosts for which ProxyRemote does not count (as in httpd: the Host of the request, not the upstream's)", EgressLines::direct),
            new Directive("SSLProxyEngine", "On|Off", "On", "recognised: https:// in a URL is what makes TLS", TlsLines::engine),
            new Directive("SSLProxyVerify", "none|optional|require|optional_no_ca", "require", "whether an upstream's certificate must be trusted; none and optional_no_ca make TLS worthless against an attacker", TlsLines::verify),
            new Directive("SSLProxyVerifyDepth", "0 and up", "the JVM's", "longest chain up to a trusted certificate; 0: it must be trusted itself", TlsLines::depth),
            new Directive("SSLProxyCheckPeerName", "On|Off", "On", "whether the certificate must be the host's, also with SSLProxyVerify none", TlsLines.flag((tls, on) -> tls.checkName = Optional.of(on))),
            new Directive("SSLProxyCheckPeerCN", "On|Off", "On", "older form of SSLProxyCheckPeerName", TlsLines.flag((tls, on) -> tls.checkCommonName = Optional.of(on))),
            new Directive("SSLProxyCheckPeerExpire", "On|Off", "On", "whether it must be in its time, also with SSLProxyVerify none", TlsLines.flag((tls, on) -> tls.checkExpiry = on)),
            new Directive("SSLProxyCACertificateFile", "PEM file", "the JVM's trust store", "who is trusted; files are looked for beside the configuration", TlsLines::authoritiesFile),
            new Directive("SSLProxyCACertificatePath", "directory", "-", "the same, from all its *.pem, *.crt, *.cer and hash links", TlsLines::authoritiesPath),
            new Directive("SSLProxyMachineCertificateFile", "PEM file", "-", "client certificates, each with its unencrypted key and its chain", TlsLines::identityFile),
            new Directive("SSLProxyMachineCertificatePath", "directory", "-", "the same, from all its *.pem, *.crt, *.cer and hash links", TlsLines::identityPath),
            new Directive("SSLProxyMachineCertificateChainFile", "PEM file", "-", "issuers of client certificates, where they do not stand in the same file", TlsLines::issuersFile),
            new Directive("SSLProxyProtocol", "[+|-]protocol …", "the JVM's", "all, TLSv1.2, TLSv1.3; older ones only if the JVM allows them", TlsLines::protocol),
            new Directive("SSLProxyCipherSuite", "[TLSv1.3] suite:…", "the JVM's", "names of suites, by JSSE or OpenSSL; HIGH: all that the JVM offers; ! takes one away", TlsLines::ciphers),
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
