package io.github.passmatch.config.directive;

import static io.github.passmatch.config.directive.Directive.Where.ANYWHERE;
import static io.github.passmatch.config.directive.Directive.Where.MAIN;
import static io.github.passmatch.config.directive.Directive.Where.PATHS;
import static io.github.passmatch.config.directive.Directive.Where.SERVER;
import static io.github.passmatch.config.directive.Directive.Where.TARGETS;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.text.Line;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The directives that have their effect here, one row each. */
public final class Directives {

    private static final List<Directive> ALL = List.of(
            new Directive("ProxyPass", PATHS, "path URL|! [name=value …], or ~ regex URL|!; in a section without path", "-", "forwards what begins with the path; ! excludes it", RuleLines::proxyPass),
            new Directive("ProxyPassMatch", PATHS, "regex URL|! [name=value …]; in a section without regex", "-", "forwards what the regex finds; $0 to $9 in the URL are its captures", RuleLines::proxyPassMatch),
            new Directive("ProxyPassReverse", PATHS, "path URL [interpolate]; in a section without path", "-", "maps the upstream's URL in Location, Content-Location, URI and Destination back to the path", ReverseLines::reverse),
            new Directive("ProxyPassReverseCookiePath", ANYWHERE, "internal public [interpolate]", "-", "maps the Path of cookies, below the context path; the tail after the internal path stays", scoped(CookieLines::path)),
            new Directive("ProxyPassReverseCookieDomain", ANYWHERE, "internal public [interpolate]", "-", "maps the Domain of cookies", scoped(CookieLines::domain)),
            new Directive("ProxyErrorOverride", ANYWHERE, "On|Off [400 to 599 …]", "Off", "replaces the upstream's error answers by ours; without statuses all from 400 up", scoped(ErrorLines::override)),
            new Directive("ErrorDocument", ANYWHERE, "status text|/path|URL|default", "a plain page", "what clients get for an error: a text, what a path of ours yields, a redirect", scoped(ErrorLines::document)),
            new Directive("RequestHeader", ANYWHERE, "set|append|merge|add|setifempty|unset|edit|edit* name [value] [env=[!]name|early]", "-", "edits the client's fields before they are forwarded", scoped(FieldEditLines::requestHeader)),
            new Directive("Header", ANYWHERE, "[always|onsuccess] action name [value] [env=[!]name|early]", "-", "edits the fields of answers; always: of our own error answers too", scoped(FieldEditLines::header)),
            new Directive("ProxySet", TARGETS, "[URL] name=value …", "-", "parameters of all rules whose URL begins with that one; a rule's own win", ProxySetLines::proxySet),
            new Directive("ProxyPassInterpolateEnv", ANYWHERE, "On|Off", "Off", "fills ${VAR} into rules with the word interpolate, for each request", ServerLines.scopedFlag((scope, on) -> scope.interpolate = Optional.of(on))),
            new Directive("ProxyPassInherit", SERVER, "On|Off", "On", "accepted; as in httpd, a virtual host has the main server's rules either way", ServerLines.flag((server, on) -> { })),
            new Directive("UseCanonicalName", ANYWHERE, "On|Off", "Off", "mapped-back URLs name ServerName instead of the client's Host", ServerLines::canonicalName),
            new Directive("ProxyPreserveHost", ANYWHERE, "On|Off", "Off", "sends the client's Host field", ServerLines.scopedFlag((scope, on) -> scope.preserveHost = Optional.of(on))),
            new Directive("ProxyAddHeaders", ANYWHERE, "On|Off", "On", "adds X-Forwarded-For, -Host and -Server", ServerLines.scopedFlag((scope, on) -> scope.addHeaders = Optional.of(on))),
            new Directive("PassmatchForwarded", SERVER, "Off|X-Forwarded|Forwarded|Both", "Off", "adds X-Forwarded-Proto and -Port, Forwarded (RFC 7239), or both; not known to httpd",
                    ServerLines::forwarded),
            new Directive("PassmatchAccessLog", MAIN, "Off|Text|JSON", "Off", "a line for each exchange, by the logger passmatch.access at level INFO; not known to httpd", ReportLines::accessLog),
            new Directive("PassmatchServerTiming", SERVER, "Off|All|[Loopback] [network …]", "Off",
                    "whose answers get a Server-Timing field with times and verdict; requests that another proxy passed on get none, but for All; not known to httpd", ReportLines::serverTiming),
            new Directive("ProxyVia", SERVER, "Off|On|Full|Block", "Off", "the Via field of requests and responses", ServerLines::via),
            new Directive("ProxyTimeout", SERVER, "time, s", "as Timeout", "longest silence of an upstream", ServerLines.time((server, time) -> server.proxyTimeout = Optional.of(time))),
            new Directive("Timeout", SERVER, "time, s", "60s", "stands in for ProxyTimeout; longest silence of a client within a request (java -jar)", ServerLines.time((server, time) -> server.timeout = Optional.of(time))),
            new Directive("ProxyMaxForwards", SERVER, "number", "-1: none is added", "the Max-Forwards field of requests that have none", ServerLines::maxForwards),
            new Directive("ProxyIOBufferSize", SERVER, "bytes; 0 or 512 and up", "65536", "copy buffers of rules without iobuffersize", ServerLines.size((server, n) -> server.ioBufferSize = Optional.of(n))),
            new Directive("ProxyReceiveBufferSize", SERVER, "bytes; 0 or 512 and up", "0: the system's", "SO_RCVBUF of rules without receivebuffersize",
                    ServerLines.size((server, n) -> server.receiveBufferSize = Optional.of(n))),
            new Directive("AllowEncodedSlashes", SERVER, "On|Off|NoDecode", "Off", "%2F in paths: decoded, refused with 404, or kept", ServerLines::encodedSlashes),
            new Directive("MergeSlashes", SERVER, "On|Off", "On", "counts runs of slashes in paths as one", ServerLines.flag((server, on) -> server.mergeSlashes = Optional.of(on))),
            new Directive("ServerName", SERVER, "[scheme://]name[:port]", "this host's name", "X-Forwarded-Server, Via; https and a port count in mapped-back URLs", ServerLines::serverName),
            new Directive("ServerAlias", SERVER, "name …", "-", "more names of a virtual host; * and ? stand for any text, any character", ServerLines::serverAlias),
            new Directive("ServerRoot", MAIN, "directory", "-", "where relative file names begin that are not found beside the file", ServerLines::serverRoot),
            new Directive("LoadModule", MAIN, "name file", "-", "noted for <IfModule>, else httpd's own business", ServerLines::loadModule),
            new Directive("Include", ANYWHERE, "file, directory or pattern", "-", "the lines of other files, found from the directory of this one, else from ServerRoot", IncludeLines::include),
            new Directive("IncludeOptional", ANYWHERE, "file, directory or pattern", "-", "the same; none may be there", IncludeLines::includeOptional),
            new Directive("LimitRequestBody", ANYWHERE, "bytes", "0: no limit", "longest request body; beyond it 413", ServerLines::limitRequestBody),
            new Directive("SetEnv", ANYWHERE, "name [value]", "-", "sets a variable, one of mod_proxy's or one for Header and RequestHeader", scoped(EnvironmentLines::setEnv)),
            new Directive("UnsetEnv", ANYWHERE, "name …", "-", "takes back what a SetEnv outside of the section has set", scoped(EnvironmentLines::unsetEnv)),
            new Directive("PassEnv", ANYWHERE, "name …", "-", "sets a variable as it is in the process's environment", scoped(EnvironmentLines::passEnv)),
            new Directive("SetEnvIf", ANYWHERE, "attribute regex [!]name[=value] …", "-", "sets variables where an attribute or field of the request matches", scoped(EnvironmentLines::setEnvIf)),
            new Directive("SetEnvIfNoCase", ANYWHERE, "attribute regex [!]name[=value] …", "-", "the same, ignoring case", scoped(EnvironmentLines::setEnvIfNoCase)),
            new Directive("SetEnvIfExpr", ANYWHERE, "expression", "-", "refused: expressions are not evaluated here", scoped(EnvironmentLines::setEnvIfExpr)),
            new Directive("BrowserMatch", ANYWHERE, "regex [!]name[=value] …", "-", "SetEnvIf User-Agent", scoped(EnvironmentLines::browserMatch)),
            new Directive("BrowserMatchNoCase", ANYWHERE, "regex [!]name[=value] …", "-", "SetEnvIfNoCase User-Agent", scoped(EnvironmentLines::browserMatchNoCase)),
            new Directive("ProxyBadHeader", SERVER, "IsError|Ignore|StartBody", "IsError", "lines without colon in an answer's head: 502, passed over, or the last of the head", EgressLines::badHeader),
            new Directive("Proxy100Continue", ANYWHERE, "On|Off", "On", "passes Expect: 100-continue on; Off: the container answers it", ServerLines.scopedFlag((scope, on) -> scope.passesExpect = Optional.of(on))),
            new Directive("ProxyBlock", SERVER, "word|host|* …", "-", "403 for upstreams whose host name or address holds the word", EgressLines::block),
            new Directive("ProxySourceAddress", SERVER, "address", "the system's choice", "where connections to upstreams come from", EgressLines::source),
            new Directive("ProxyRemote", SERVER, "scheme|URL|* http://proxy:port [user:password]", "-", "sends requests to such upstreams through another proxy; the first line that matches", EgressLines::remote),
            new Directive("ProxyRemoteMatch", SERVER, "regex http://proxy:port [user:password]", "-", "the same, by a regular expression on the upstream's URL", EgressLines::remoteMatch),
            new Directive("NoProxy", SERVER, "host|.domain|address|network …", "-", "client hosts for which ProxyRemote does not count (as in httpd: the Host of the request, not the upstream's)", EgressLines::direct),
            new Directive("SSLProxyEngine", TARGETS, "On|Off", "On", "recognised: https:// in a URL is what makes TLS", TlsLines::engine),
            new Directive("SSLProxyVerify", TARGETS, "none|optional|require|optional_no_ca", "require", "whether an upstream's certificate must be trusted; none and optional_no_ca make TLS worthless against an attacker", TlsLines::verify),
            new Directive("SSLProxyVerifyDepth", TARGETS, "0 and up", "the JVM's", "longest chain up to a trusted certificate; 0: it must be trusted itself", TlsLines::depth),
            new Directive("SSLProxyCheckPeerName", TARGETS, "On|Off", "On", "whether the certificate must be the host's, also with SSLProxyVerify none", TlsLines.flag((tls, on) -> tls.checkName = Optional.of(on))),
            new Directive("SSLProxyCheckPeerCN", TARGETS, "On|Off", "On", "older form of SSLProxyCheckPeerName", TlsLines.flag((tls, on) -> tls.checkCommonName = Optional.of(on))),
            new Directive("SSLProxyCheckPeerExpire", TARGETS, "On|Off", "On", "whether it must be in its time, also with SSLProxyVerify none", TlsLines.flag((tls, on) -> tls.checkExpiry = on)),
            new Directive("SSLProxyCACertificateFile", TARGETS, "PEM file", "the JVM's trust store", "who is trusted; files are looked for beside the configuration", TlsLines::authoritiesFile),
            new Directive("SSLProxyCACertificatePath", TARGETS, "directory", "-", "the same, from all its *.pem, *.crt, *.cer and hash links", TlsLines::authoritiesPath),
            new Directive("SSLProxyMachineCertificateFile", TARGETS, "PEM file", "-", "client certificates, each with its unencrypted key and its chain", TlsLines::identityFile),
            new Directive("SSLProxyMachineCertificatePath", TARGETS, "directory", "-", "the same, from all its *.pem, *.crt, *.cer and hash links", TlsLines::identityPath),
            new Directive("SSLProxyMachineCertificateChainFile", TARGETS, "PEM file", "-", "issuers of client certificates, where they do not stand in the same file", TlsLines::issuersFile),
            new Directive("SSLProxyProtocol", TARGETS, "[+|-]protocol …", "the JVM's", "all, TLSv1.2, TLSv1.3; older ones only if the JVM allows them", TlsLines::protocol),
            new Directive("SSLProxyCipherSuite", TARGETS, "[TLSv1.3] suite:…", "the JVM's", "a cipher string of OpenSSL, of what the JVM offers; suites by the names of OpenSSL or JSSE", TlsLines::ciphers),
            new Directive("KeepAlive", ANYWHERE, "On|Off", "On", "whether a client's connection may carry more than one request (java -jar); nothing about upstreams", ClientLines::keepAlive),
            new Directive("KeepAliveTimeout", SERVER, "time, s", "60s", "longest rest between two requests of a client's connection (java -jar)", ClientLines::keepAliveTimeout),
            new Directive("MaxKeepAliveRequests", SERVER, "number", "0: no limit", "most requests of a client's connection (java -jar)", ClientLines::keepAliveRequests),
            new Directive("MaxRequestWorkers", MAIN, "number", "by the heap", "most requests in flight; beyond it 503 (java -jar)", ClientLines::requestWorkers),
            new Directive("RequestReadTimeout", SERVER, "[header=s[-s][,MinRate=bytes/s]] [body=…] [handshake=…]", "header=20-40,MinRate=500 body=20,MinRate=500",
                    "time for a request's head, and for its body; beyond it 408; 0: no limit (java -jar)", ClientLines::readTimes),
            new Directive("Listen", MAIN, "[address:]port", "8080", "where to listen in standalone mode", ServerLines::listen),
            new Directive("PassmatchStatus", MAIN, "On|Off|/path", "/passmatch-status", "where the status page is, below the context path; not known to httpd", StatusLines::path),
            new Directive("PassmatchStatusAllow", MAIN, "Off|All|Loopback|network …, or token text", "Loopback", "who may see it: whose request comes straight from there, or who sends the token; lines add up; not known to httpd", StatusLines::allow),
            new Directive("Define", ANYWHERE, "name [value]", "-", "what ${name} stands for", ServerLines::define),
            new Directive("UnDefine", ANYWHERE, "name", "-", "takes it back", ServerLines::unDefine));

    private static final Map<String, Directive> BY_NAME = byName();

    private Directives() { }

    /** A handler for what may differ from path to path. */
    private static Directive.Handler scoped(BiConsumer<Line, ScopeDraft> handler) {
        return (line, here) -> handler.accept(line, here.scope());
    }

    /** All rows, in the order of the manual. */
    public static List<Directive> all() {
        return ALL;
    }

    /** The row of that name in any case, or null. */
    public static Directive find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    private static Map<String, Directive> byName() {
        Map<String, Directive> map = new TreeMap<>();
        for (Directive directive : ALL) map.put(directive.name().toLowerCase(Locale.ROOT), directive);
        return map;
    }
}
