package io.github.passmatch.config.directive;

import static io.github.passmatch.config.directive.Directive.Where.ANYWHERE;
import static io.github.passmatch.config.directive.Directive.Where.MAIN;
import static io.github.passmatch.config.directive.Directive.Where.PATHS;
import static io.github.passmatch.config.directive.Directive.Where.SECTIONS;
import static io.github.passmatch.config.directive.Directive.Where.SERVER;
import static io.github.passmatch.config.directive.Directive.Where.TARGETS;

import io.github.passmatch.config.access.AccessLines;
import io.github.passmatch.config.access.LoginLines;
import io.github.passmatch.config.access.RequireLines;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.file.FileLines;
import io.github.passmatch.config.file.FileSettingLines;
import io.github.passmatch.config.rewrite.RedirectLines;
import io.github.passmatch.config.rewrite.RewriteLines;
import io.github.passmatch.config.text.Line;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Lists the supported directives, one row each. */
public final class Directives {

    private static final List<Directive> ALL = List.of(
            new Directive("ProxyPass", PATHS, "path URL|! [name=value …], or ~ regex URL|!; in a section without path", "-", "forwards requests whose path begins with this path; ! excludes the path", RuleLines::proxyPass),
            new Directive("ProxyPassMatch", PATHS, "regex URL|! [name=value …]; in a section without regex", "-", "forwards requests whose path matches the regular expression; $0 to $9 in the URL are its groups", RuleLines::proxyPassMatch),
            new Directive("Redirect", PATHS, "[status] path URL; in a section: [status] URL", "-", "answers requests whose path begins with this path with a redirect; status: permanent, temp (default), seeother, gone or a number", RedirectLines::redirect),
            new Directive("RedirectMatch", PATHS, "[status] regex URL", "-", "as Redirect, for paths that match the regular expression; $0 to $9 in the URL are its groups", RedirectLines::redirectMatch),
            new Directive("RedirectPermanent", PATHS, "path URL", "-", "as Redirect permanent", RedirectLines::permanent),
            new Directive("RedirectTemp", PATHS, "path URL", "-", "as Redirect temp", RedirectLines::temp),
            new Directive("RewriteEngine", PATHS, "On|Off", "Off", "whether RewriteRule lines are applied", RewriteLines::engine),
            new Directive("RewriteRule", PATHS, "regex substitution|- [[flag,…]]", "-", "replaces the path, redirects, refuses or forwards requests whose path matches the regular expression; see the page on rewriting", RewriteLines::rule),
            new Directive("RewriteCond", PATHS, "text condition [[flag,…]]", "-", "a condition of the next RewriteRule", RewriteLines::condition),
            new Directive("RewriteOptions", PATHS, "Inherit|InheritBefore|InheritDown|InheritDownBefore|IgnoreInherit …", "-", "whether a virtual host or a section has the RewriteRule lines of the outer scope too", RewriteLines::options),
            new Directive("RewriteBase", PATHS, "path", "-", "accepted without effect: it concerns paths of files", RewriteLines::base),
            new Directive("RewriteMap", SERVER, "name source", "-", "refused: maps are not supported", RewriteLines::map),
            new Directive("LimitInternalRecursion", SERVER, "number [number]", "10", "how often RewriteRule lines of sections may replace the path of one request; then the response is 500", RewriteLines::limit),
            new Directive("ProxyPassReverse", PATHS, "path URL [interpolate]; in a section without path", "-", "replaces the URL of the upstream by the path in the Location, Content-Location, URI and Destination fields of responses", ReverseLines::reverse),
            new Directive("ProxyPassReverseCookiePath", ANYWHERE, "internal public [interpolate]", "-", "replaces the Path of cookies, relative to the context path; the text after the internal path is kept", scoped(CookieLines::path)),
            new Directive("ProxyPassReverseCookieDomain", ANYWHERE, "internal public [interpolate]", "-", "replaces the Domain of cookies", scoped(CookieLines::domain)),
            new Directive("ProxyErrorOverride", ANYWHERE, "On|Off [400 to 599 …]", "Off", "replaces error responses of the upstream by error pages of the proxy; without statuses: all from 400 up", scoped(ErrorLines::override)),
            new Directive("ErrorDocument", ANYWHERE, "status text|/path|URL|default", "a short page", "the response body for an error: a text, the response of a local path, or a redirect", scoped(ErrorLines::document)),
            new Directive("RequestHeader", ANYWHERE, "set|append|merge|add|setifempty|unset|edit|edit* name [value] [env=[!]name|expr=condition|early]", "-", "changes header fields of the request before it is forwarded", scoped(FieldEditLines::requestHeader)),
            new Directive("Header", ANYWHERE, "[always|onsuccess] action name [value] [env=[!]name|expr=condition|early]", "-", "changes header fields of responses; always: also of error responses of the proxy", scoped(FieldEditLines::header)),
            new Directive("ProxySet", TARGETS, "[URL] name=value …", "-", "sets parameters for all rules whose URL begins with this URL; parameters on the line of a rule take precedence", ProxySetLines::proxySet),
            new Directive("BalancerMember", TARGETS, "[balancer://name] URL [name=value …]; in a Proxy section without balancer", "-", "a member of a balancer, with parameters", BalancerLines::member),
            new Directive("BalancerPersist", SERVER, "On|Off", "-", "accepted without effect: what the balancer-manager has changed is kept when the configuration is read again, and not after the end of the process", ServerLines.flag((server, on) -> { })),
            new Directive("BalancerGrowth", SERVER, "number", "-", "accepted without effect, as in httpd", (line, context) -> line.onlyArgument(context.problems()).ifPresent(value -> value.integer(0, Integer.MAX_VALUE))),
            new Directive("ProxyHCExpr", ANYWHERE, "name {expression}", "-", "an expression for hcexpr, on the response of a health check: %{REQUEST_STATUS}, %{resp:name} and hc('body')", HealthLines::expression),
            new Directive("ProxyHCTemplate", ANYWHERE, "name hc…=value …", "-", "parameters of a health check, for hctemplate; without hcmethod: TCP", HealthLines::template),
            new Directive("ProxyHCTPsize", MAIN, "number", "-", "accepted without effect: health checks need no thread each", HealthLines::threads),
            new Directive("ProxyPassInterpolateEnv", ANYWHERE, "On|Off", "Off", "replaces ${VAR} for each request, in rules with the word interpolate", ServerLines.scopedFlag((scope, on) -> scope.interpolate = Optional.of(on))),
            new Directive("ProxyPassInherit", SERVER, "On|Off", "On", "as in httpd, a virtual host always has the rules of the main server; only together with BalancerInherit Off, the line has an effect", ServerLines.flag((server, on) -> server.inheritsWorkers = Optional.of(on))),
            new Directive("BalancerInherit", SERVER, "On|Off", "On", "as in httpd, Off has an effect only together with ProxyPassInherit Off: then a virtual host has its own balancers only", ServerLines.flag((server, on) -> server.inheritsBalancers = Optional.of(on))),
            new Directive("UseCanonicalName", ANYWHERE, "On|Off", "Off", "URLs in redirects that ProxyPassReverse changes contain ServerName instead of the Host of the request", ServerLines::canonicalName),
            new Directive("ProxyPreserveHost", ANYWHERE, "On|Off", "Off", "sends the Host field of the client to the upstream", ServerLines.scopedFlag((scope, on) -> scope.preserveHost = Optional.of(on))),
            new Directive("ProxyAddHeaders", ANYWHERE, "On|Off", "On", "adds X-Forwarded-For, X-Forwarded-Host and X-Forwarded-Server", ServerLines.scopedFlag((scope, on) -> scope.addHeaders = Optional.of(on))),
            new Directive("PassmatchForwarded", SERVER, "Off|X-Forwarded|Forwarded|Both", "Off", "adds X-Forwarded-Proto and X-Forwarded-Port, Forwarded (RFC 7239), or both; not a directive of httpd",
                    ServerLines::forwarded),
            new Directive("LogFormat", SERVER, "format [name]", "%h %l %u %t \"%r\" %>s %b", "a format for CustomLog; without name, for TransferLog", LogLines::format),
            new Directive("CustomLog", SERVER, "file|/dev/stdout|/dev/stderr format|name [env=[!]variable|expr=condition]", "-", "writes a line for each request; common, combined, vhost_combined, passmatch-text and passmatch-json are known names; a virtual host with lines uses only its own", LogLines::customLog),
            new Directive("GlobalLog", MAIN, "as CustomLog", "-", "as CustomLog, also for virtual hosts with lines of their own", LogLines::globalLog),
            new Directive("TransferLog", SERVER, "file|/dev/stdout|/dev/stderr", "-", "as CustomLog, with the format of the LogFormat line without name", LogLines::transferLog),
            new Directive("BufferedLogs", MAIN, "On|Off", "Off", "no effect: a thread writes the lines a hundred times a second", LogLines::buffered),
            new Directive("PassmatchAccessLog", MAIN, "Off|Text|JSON", "Off", "writes one line for each exchange to the logger passmatch.access, at level INFO; not a directive of httpd", ReportLines::accessLog),
            new Directive("PassmatchServerTiming", SERVER, "Off|All|[Loopback] [network …]", "Off",
                    "the clients that get a Server-Timing field with times and whether the connection was reused; a request that came through another proxy gets none, except with All; not a directive of httpd", ReportLines::serverTiming),
            new Directive("ProxyVia", SERVER, "Off|On|Full|Block", "Off", "controls the Via field of requests and responses", ServerLines::via),
            new Directive("ProxyTimeout", SERVER, "time, s", "as Timeout", "longest time without data from an upstream", ServerLines.time((server, time) -> server.proxyTimeout = Optional.of(time))),
            new Directive("Timeout", SERVER, "time, s", "60s", "the default of ProxyTimeout; longest time without data from a client within a request (java -jar)", ServerLines.time((server, time) -> server.timeout = Optional.of(time))),
            new Directive("ProxyWebsocketIdleTimeout", SERVER, "time, s", "the longer one of Timeout and the timeout of the rule", "longest time without traffic in an upgraded connection; 0: no limit; in httpd from version 2.5",
                    ServerLines::websocketIdle),
            new Directive("ProxyWebsocketFallbackToProxyHttp", SERVER, "On", "On", "Off is refused", ServerLines::websocketFallback),
            new Directive("ProxyMaxForwards", SERVER, "number", "-1: not added", "the Max-Forwards field of requests which have none", ServerLines::maxForwards),
            new Directive("ProxyIOBufferSize", SERVER, "bytes; 0 or 512 and up", "65536", "size of the copy buffers of rules without iobuffersize", ServerLines.size((server, n) -> server.ioBufferSize = Optional.of(n))),
            new Directive("ProxyReceiveBufferSize", SERVER, "bytes; 0 or 512 and up", "0: as the system", "SO_RCVBUF for rules without receivebuffersize",
                    ServerLines.size((server, n) -> server.receiveBufferSize = Optional.of(n))),
            new Directive("AllowEncodedSlashes", SERVER, "On|Off|NoDecode", "Off", "%2F in paths is decoded (On), refused with 404 (Off), or kept (NoDecode)", ServerLines::encodedSlashes),
            new Directive("MergeSlashes", SERVER, "On|Off", "On", "several slashes in a row in a path count as one", ServerLines.flag((server, on) -> server.mergeSlashes = Optional.of(on))),
            new Directive("ServerName", SERVER, "[scheme://]name[:port]", "the name of this host", "the name for X-Forwarded-Server and Via; scheme and port are used in URLs of redirects that ProxyPassReverse changes", ServerLines::serverName),
            new Directive("ServerAlias", SERVER, "name …", "-", "more names of a virtual host; * matches any text, ? matches one character", ServerLines::serverAlias),
            new Directive("ServerRoot", MAIN, "directory", "-", "the directory for relative file names, if the directory of the configuration file does not contain the file", ServerLines::serverRoot),
            new Directive("LoadModule", SERVER, "name file", "-", "the module counts as loaded for <IfModule>; no other effect", ServerLines::loadModule),
            new Directive("Include", ANYWHERE, "file, directory or pattern", "-", "reads other files; names are relative to the directory of this file, else to ServerRoot", IncludeLines::include),
            new Directive("IncludeOptional", ANYWHERE, "file, directory or pattern", "-", "as Include, but it is not an error if no file matches", IncludeLines::includeOptional),
            new Directive("LimitRequestBody", ANYWHERE, "bytes", "0: no limit", "longest request body; a longer one is refused with 413", ServerLines::limitRequestBody),
            new Directive("SetEnv", ANYWHERE, "name [value]", "-", "sets an environment variable, for mod_proxy or for Header and RequestHeader", scoped(EnvironmentLines::setEnv)),
            new Directive("UnsetEnv", ANYWHERE, "name …", "-", "removes a variable which a SetEnv outside of the section has set", scoped(EnvironmentLines::unsetEnv)),
            new Directive("PassEnv", ANYWHERE, "name …", "-", "sets a variable to its value in the environment of the process", scoped(EnvironmentLines::passEnv)),
            new Directive("SetEnvIf", ANYWHERE, "attribute regex [!]name[=value] …", "-", "sets variables if an attribute or a header field of the request matches", scoped(EnvironmentLines::setEnvIf)),
            new Directive("SetEnvIfNoCase", ANYWHERE, "attribute regex [!]name[=value] …", "-", "as SetEnvIf, ignoring case", scoped(EnvironmentLines::setEnvIfNoCase)),
            new Directive("SetEnvIfExpr", ANYWHERE, "expression [!]name[=value] …", "-", "sets variables if an expression of httpd is true", scoped(EnvironmentLines::setEnvIfExpr)),
            new Directive("BrowserMatch", ANYWHERE, "regex [!]name[=value] …", "-", "as SetEnvIf User-Agent", scoped(EnvironmentLines::browserMatch)),
            new Directive("BrowserMatchNoCase", ANYWHERE, "regex [!]name[=value] …", "-", "as SetEnvIfNoCase User-Agent", scoped(EnvironmentLines::browserMatchNoCase)),
            new Directive("ProxyBadHeader", SERVER, "IsError|Ignore|StartBody", "IsError", "a line without colon in the header of a response: IsError: answered with 502; Ignore: the line is skipped; StartBody: the line ends the header", EgressLines::badHeader),
            new Directive("Proxy100Continue", ANYWHERE, "On|Off", "On", "forwards Expect: 100-continue; Off: the container answers it", ServerLines.scopedFlag((scope, on) -> scope.passesExpect = Optional.of(on))),
            new Directive("ProxyBlock", SERVER, "word|host|* …", "-", "answers 403 if the host name or the address of the upstream contains the word", EgressLines::block),
            new Directive("ProxySourceAddress", SERVER, "address", "as the system", "the local address of connections to upstreams", EgressLines::source),
            new Directive("ProxyRemote", SERVER, "scheme|URL|* http://proxy:port [user:password]", "-", "sends requests for these upstreams through another proxy; the first matching line counts", EgressLines::remote),
            new Directive("ProxyRemoteMatch", SERVER, "regex http://proxy:port [user:password]", "-", "as ProxyRemote, with a regular expression for the URL of the upstream", EgressLines::remoteMatch),
            new Directive("NoProxy", SERVER, "host|.domain|address|network …", "-", "hosts for which ProxyRemote has no effect (as in httpd: the Host of the request, not the host of the upstream)", EgressLines::direct),
            new Directive("SSLProxyEngine", TARGETS, "On|Off", "On", "accepted without effect: https:// in the URL of a rule switches TLS on", TlsLines::engine),
            new Directive("SSLProxyVerify", TARGETS, "none|optional|require|optional_no_ca", "require", "whether the certificate of the upstream must be trusted; none and optional_no_ca give no protection against an attacker on the network path", TlsLines::verify),
            new Directive("SSLProxyVerifyDepth", TARGETS, "0 and up", "as the JVM", "longest chain up to a trusted certificate; 0: the certificate of the upstream itself must be trusted", TlsLines::depth),
            new Directive("SSLProxyCheckPeerName", TARGETS, "On|Off", "On", "whether the certificate must contain the host name, also with SSLProxyVerify none", TlsLines.flag((tls, on) -> tls.checkName = Optional.of(on))),
            new Directive("SSLProxyCheckPeerCN", TARGETS, "On|Off", "On", "older form of SSLProxyCheckPeerName", TlsLines.flag((tls, on) -> tls.checkCommonName = Optional.of(on))),
            new Directive("SSLProxyCheckPeerExpire", TARGETS, "On|Off", "On", "whether the certificate must be valid at the present time, also with SSLProxyVerify none", TlsLines.flag((tls, on) -> tls.checkExpiry = on)),
            new Directive("SSLProxyCACertificateFile", TARGETS, "PEM file", "the trust store of the JVM", "the trusted certificates; the name is relative to the directory of the configuration file", TlsLines::authoritiesFile),
            new Directive("SSLProxyCACertificatePath", TARGETS, "directory", "-", "as SSLProxyCACertificateFile, with all *.pem, *.crt and *.cer files and hash links of a directory", TlsLines::authoritiesPath),
            new Directive("SSLProxyMachineCertificateFile", TARGETS, "PEM file", "-", "client certificates, each with its unencrypted key and its chain", TlsLines::identityFile),
            new Directive("SSLProxyMachineCertificatePath", TARGETS, "directory", "-", "as SSLProxyMachineCertificateFile, with all *.pem, *.crt and *.cer files and hash links of a directory", TlsLines::identityPath),
            new Directive("SSLProxyMachineCertificateChainFile", TARGETS, "PEM file", "-", "issuers of client certificates, if the file of the certificate does not contain them", TlsLines::issuersFile),
            new Directive("SSLProxyProtocol", TARGETS, "[+|-]protocol …", "as the JVM", "all, TLSv1.2, TLSv1.3; older protocols only if the JVM allows them", TlsLines::protocol),
            new Directive("SSLProxyCipherSuite", TARGETS, "[TLSv1.3] suite:…", "as the JVM", "a cipher string of OpenSSL, limited to the suites which the JVM offers; suites have their names of OpenSSL or JSSE", TlsLines::ciphers),
            new Directive("SSLEngine", SERVER, "on|off", "off; on, if the server has a certificate and Listen says https", "TLS with the clients of the server (java -jar)", ServerTlsLines::engine),
            new Directive("SSLCertificateFile", SERVER, "PEM file", "-", "the certificate of the server, then its issuers, perhaps with the key; one line for each kind of key (java -jar)", ServerTlsLines.standalone(ServerTlsLines::certificate)),
            new Directive("SSLCertificateKeyFile", SERVER, "PEM file", "the file of the certificate", "the private key, not encrypted (java -jar)", ServerTlsLines.standalone(ServerTlsLines::key)),
            new Directive("SSLCertificateChainFile", SERVER, "PEM file", "-", "the issuers of the certificate, if its file does not contain them (java -jar)", ServerTlsLines.standalone(ServerTlsLines::chain)),
            new Directive("SSLProtocol", SERVER, "[+|-]protocol …", "as the JVM", "all, TLSv1.2, TLSv1.3; older protocols only if the JVM allows them (java -jar)", ServerTlsLines.standalone(ServerTlsLines::protocol)),
            new Directive("SSLCipherSuite", SERVER, "[TLSv1.3] suite:…", "as the JVM", "as SSLProxyCipherSuite, for clients (java -jar)", ServerTlsLines.standalone(ServerTlsLines::ciphers)),
            new Directive("SSLHonorCipherOrder", SERVER, "On|Off", "Off", "whether the order of SSLCipherSuite counts, not the order of the client (java -jar)", ServerTlsLines.flag((tls, on) -> tls.ownOrder = Optional.of(on))),
            new Directive("SSLVerifyClient", ANYWHERE, "none|optional|require", "none", "whether clients must have a trusted certificate; in a section, the line is refused (java -jar)", ServerTlsLines.standalone(ServerTlsLines::verify)),
            new Directive("SSLVerifyDepth", ANYWHERE, "0 and up", "1", "longest chain from the certificate of a client up to a trusted one; 0: the certificate itself must be trusted (java -jar)", ServerTlsLines.standalone(ServerTlsLines::depth)),
            new Directive("SSLCACertificateFile", SERVER, "PEM file", "-", "the trusted certificates for clients (java -jar)", ServerTlsLines.standalone(ServerTlsLines::authoritiesFile)),
            new Directive("SSLCACertificatePath", SERVER, "directory", "-", "as SSLCACertificateFile, with all *.pem, *.crt and *.cer files and hash links of a directory (java -jar)", ServerTlsLines.standalone(ServerTlsLines::authoritiesPath)),
            new Directive("SSLStrictSNIVHostCheck", SERVER, "On|Off", "Off", "answers 403 to clients that do not send the name of the server in the handshake (java -jar)", ServerTlsLines.flag((tls, on) -> tls.onlyWithName = Optional.of(on))),
            new Directive("Protocols", SERVER, "h2|h2c|http/1.1 …", "http/1.1", "the protocols that clients may speak, the preferred one first: h2 is HTTP/2 with TLS, h2c without (java -jar)", ServerTlsLines.standalone(ServerTlsLines::protocols)),
            new Directive("SSLOptions", ANYWHERE, "[+|-]option …", "-", "+StdEnvVars: the variables SSL_… are set in the environment; +ExportCertData: SSL_CLIENT_CERT too", ServerTlsLines::options),
            new Directive("Require", SECTIONS, "[not] all granted|denied, ip address|network …, host name …, forward-dns name …, local, method name …, env variable …, valid-user, user name …, group name …", "-", "restricts access to a path; without <RequireAll>, one of the lines is enough", RequireLines::require),
            new Directive("AuthMerging", SECTIONS, "Off|And|Or", "Off", "how the Require lines of a section are joined with the lines of the sections before it", AccessLines::merging),
            new Directive("AuthzSendForbiddenOnFailure", SECTIONS, "On|Off", "Off", "answers 403 instead of 401 if a user who is logged in has no access", ServerLines.scopedFlag((scope, on) -> scope.access.sendForbidden = Optional.of(on))),
            new Directive("AuthType", SECTIONS, "Basic|None", "None", "how users log in", LoginLines::type),
            new Directive("AuthName", SECTIONS, "text", "-", "the realm that a browser shows to the user", LoginLines::name),
            new Directive("AuthUserFile", SECTIONS, "file", "-", "the users and the hashes of their passwords, as htpasswd writes them", LoginLines::userFile),
            new Directive("AuthGroupFile", SECTIONS, "file", "-", "the groups of Require group: lines group: user user", LoginLines::groupFile),
            new Directive("AuthBasicProvider", SECTIONS, "file|name …", "file", "where users are looked up: in AuthUserFile, or in the file of <AuthnProviderAlias file name>; the first that knows the user decides; other providers are refused", LoginLines::provider),
            new Directive("AuthBasicAuthoritative", SECTIONS, "On", "On", "Off is refused", (line, context) -> LoginLines.only("On", line, context)),
            new Directive("AuthBasicFake", SECTIONS, "Off", "Off", "other values are refused", (line, context) -> LoginLines.only("Off", line, context)),
            new Directive("AuthBasicUseDigestAlgorithm", SECTIONS, "Off", "Off", "MD5 is refused", (line, context) -> LoginLines.only("Off", line, context)),
            new Directive("Order", SECTIONS, "Allow,Deny|Deny,Allow|Mutual-failure", "Deny,Allow", "which of Allow and Deny counts if both apply or none", AccessLines::order),
            new Directive("Allow", SECTIONS, "from all|address|network|name|env=[!]variable …", "-", "gives access to clients (older form of Require)", AccessLines::allow),
            new Directive("Deny", SECTIONS, "from all|address|network|name|env=[!]variable …", "-", "refuses clients (older form of Require)", AccessLines::deny),
            new Directive("Satisfy", SECTIONS, "All|Any", "All", "Any: Allow and Deny, or Require, is enough", AccessLines::satisfy),
            new Directive("TraceEnable", SERVER, "On|Off|Extended", "On", "Off: TRACE is answered with 405 instead of being forwarded", AccessLines::trace),
            new Directive("PassmatchAccessControl", ANYWHERE, "Elsewhere", "-", "something else does the work of lines that restrict access and are not obeyed, so they are a note instead of an error; in a section, for its lines; outside, for all; not a directive of httpd", AccessLines::elsewhere),
            new Directive("KeepAlive", ANYWHERE, "On|Off", "On", "whether the connection of a client may carry more than one request (java -jar); no effect on connections to upstreams", ClientLines::keepAlive),
            new Directive("KeepAliveTimeout", SERVER, "time, s", "60s", "longest time between two requests on the connection of a client (java -jar)", ClientLines::keepAliveTimeout),
            new Directive("MaxKeepAliveRequests", SERVER, "number", "0: no limit", "largest number of requests on the connection of a client (java -jar)", ClientLines::keepAliveRequests),
            new Directive("MaxRequestWorkers", MAIN, "number", "depends on the heap size", "largest number of requests at the same time; more are answered with 503 (java -jar)", ClientLines::requestWorkers),
            new Directive("RequestReadTimeout", SERVER, "[header=s[-s][,MinRate=bytes/s]] [body=…] [handshake=…]", "header=20-40,MinRate=500 body=20,MinRate=500",
                    "time for reading the header and the body of a request, then 408, and for the TLS handshake; 0: no limit; without handshake, the time of a handshake counts for the first header (java -jar)", ClientLines::readTimes),
            new Directive("Listen", MAIN, "[address:]port", "8080", "the address and port of the server (java -jar)", ServerLines::listen),
            new Directive("RemoteIPHeader", SERVER, "field", "-", "the request field in which trusted proxies report the address of the client; this address replaces the address of the connection everywhere", RemoteIpLines::header),
            new Directive("RemoteIPInternalProxy", SERVER, "address|network …", "-", "proxies whose RemoteIPHeader is trusted, also for private addresses; without these lines and those of RemoteIPTrustedProxy, every peer is trusted for public addresses",
                    (line, context) -> RemoteIpLines.proxies(true, line, context)),
            new Directive("RemoteIPTrustedProxy", SERVER, "address|network …", "-", "proxies whose RemoteIPHeader is trusted for public addresses only", (line, context) -> RemoteIpLines.proxies(false, line, context)),
            new Directive("RemoteIPInternalProxyList", SERVER, "file", "-", "a file with the arguments of RemoteIPInternalProxy", (line, context) -> RemoteIpLines.list(true, line, context)),
            new Directive("RemoteIPTrustedProxyList", SERVER, "file", "-", "a file with the arguments of RemoteIPTrustedProxy", (line, context) -> RemoteIpLines.list(false, line, context)),
            new Directive("RemoteIPProxiesHeader", SERVER, "field", "-", "the field in which the upstream gets the addresses of the trusted proxies (not of the internal ones)", RemoteIpLines::proxiesHeader),
            new Directive("RemoteIPProxyProtocol", SERVER, "On|Off", "Off", "each connection must begin with a header of the PROXY protocol (version 1 or 2), which tells the address of the client; for all hosts of an address (java -jar)", RemoteIpLines::proxyProtocol),
            new Directive("RemoteIPProxyProtocolExceptions", SERVER, "address|network …", "-", "peers that send no header of the PROXY protocol (java -jar)", RemoteIpLines::exceptions),
            new Directive("PassmatchMaxPending", MAIN, "number", "depends on the heap size", "largest number of requests that wait, without a thread, for a connection or for the response of an upstream; more are answered with 503; not a directive of httpd", ClientLines::pending),
            new Directive("SetHandler", ANYWHERE, "balancer-manager|None|other", "-", "balancer-manager in a Location: its paths, if no rule takes them, show the balancers and change them; other handlers are those of httpd and have no effect", StatusLines::handler),
            new Directive("PassmatchStatus", MAIN, "On|Off|/path", "/passmatch-status", "the path of the status page, relative to the context path; not a directive of httpd", StatusLines::path),
            new Directive("PassmatchStatusAllow", MAIN, "Off|All|Loopback|network …, or token text", "Loopback", "the clients that may read the status page: by their address, if no other proxy is in between, or by a token; lines add up; not a directive of httpd", StatusLines::allow),
            new Directive("PassmatchStatusListen", MAIN, "[address:]port", "-", "the only address at which the status page and its probes are served; all other requests to this address are answered with 404 (java -jar); not a directive of httpd", StatusLines::listen),
            new Directive("GracefulShutdownTimeout", MAIN, "time, s", "30s", "after SIGTERM and PassmatchDrainDelay, the time in which requests in flight and tunnels may end, then they are cut; 0: no limit, the default of httpd (java -jar)", ClientLines::stopTime),
            new Directive("PassmatchDrainDelay", MAIN, "time, s", "0s", "after SIGTERM, the time in which the server still accepts connections while the probe ready fails, so that a load balancer can choose other servers (java -jar); not a directive of httpd", ClientLines::drainDelay),
            new Directive("DocumentRoot", SERVER, "directory", "-", "the directory of the files that answer requests which no rule takes (java -jar)", ofFiles(FileLines::root)),
            new Directive("Alias", SERVER, "path file|directory", "-", "the files for paths that begin with this path (java -jar)", ofFiles(FileLines::alias)),
            new Directive("AliasMatch", SERVER, "regex file|directory", "-", "as Alias, for paths that match the regular expression; $0 to $9 in the name are its groups (java -jar)", ofFiles(FileLines::aliasMatch)),
            new Directive("ScriptAlias", SERVER, "path file|directory", "-", "requests for these paths are refused with 500: programs are not run (java -jar)", ofFiles(FileLines::scriptAlias)),
            new Directive("ScriptAliasMatch", SERVER, "regex file|directory", "-", "as ScriptAlias, for paths that match the regular expression (java -jar)", ofFiles(FileLines::scriptAliasMatch)),
            new Directive("DirectoryIndex", ANYWHERE, "name …|disabled", "index.html", "the files that answer a request for a directory; a directory is never listed (java -jar)", ofFiles(FileSettingLines::index)),
            new Directive("DirectorySlash", ANYWHERE, "On|Off", "On", "redirects a request for a directory to the path with a slash at the end (java -jar)", ofFiles(FileSettingLines::slash)),
            new Directive("FallbackResource", ANYWHERE, "/path|disabled", "-", "the local path that answers if there is no file (java -jar)", ofFiles(FileSettingLines::fallback)),
            new Directive("Options", ANYWHERE, "[+|-]option …", "FollowSymLinks", "whether symbolic links are followed: FollowSymLinks, SymLinksIfOwnerMatch; the other options of httpd have no effect (java -jar)", ofFiles(Directives::options)),
            new Directive("AllowOverride", SECTIONS, "None|word …", "None", ".htaccess files are not read: after another word than None, files in a directory that has a .htaccess file are refused with 500 (java -jar)", ofFiles(FileSettingLines::allowOverride)),
            new Directive("AllowOverrideList", SECTIONS, "None|directive …", "None", "as AllowOverride (java -jar)", ofFiles(FileSettingLines::allowOverrideList)),
            new Directive("AccessFileName", SERVER, ".htaccess", ".htaccess", "another name is refused (java -jar)", ofFiles(FileSettingLines::overrideFile)),
            new Directive("AddType", ANYWHERE, "type .extension …", "the types of Jetty", "the Content-Type of files (java -jar)", ofFiles(FileSettingLines::type)),
            new Directive("ForceType", ANYWHERE, "type|None", "-", "the Content-Type of all files (java -jar)", ofFiles(FileSettingLines::forcedType)),
            new Directive("AddHandler", ANYWHERE, "handler .extension …", "-", "files with these extensions are refused with 500: handlers of httpd do not exist here (java -jar)", ofFiles(FileSettingLines::addHandler)),
            new Directive("Use", ANYWHERE, "macro [value] …", "-", "reads the lines of a <Macro>, with these values in place of its parameters", MacroLines::use),
            new Directive("UndefMacro", ANYWHERE, "macro", "-", "removes a <Macro>", MacroLines::undefine),
            new Directive("Define", ANYWHERE, "name [value]", "-", "sets the value of ${name}", ServerLines::define),
            new Directive("UnDefine", ANYWHERE, "name", "-", "removes a definition", ServerLines::unDefine));

    private static final Map<String, Directive> BY_NAME = byName();

    private Directives() { }

    /** A handler for a setting that may differ between paths. */
    private static Directive.Handler scoped(BiConsumer<Line, ScopeDraft> handler) {
        return (line, context) -> handler.accept(line, context.scope());
    }

    private static void options(Line line, LineContext context) {
        FileSettingLines.options(line, context);
        IgnoredWords.options(line, context);
    }

    /** A handler for files, which only java -jar serves. */
    private static Directive.Handler ofFiles(Directive.Handler handler) {
        return (line, context) -> {
            if (context.config().standalone) handler.read(line, context);
            else IgnoredWords.ofHttpd(line, context);
        };
    }

    /** All rows, in the order of the manual. */
    public static List<Directive> all() {
        return ALL;
    }

    /** The directive with this name, ignoring case; null if it is unknown. */
    public static Directive find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    private static Map<String, Directive> byName() {
        Map<String, Directive> map = new TreeMap<>();
        for (Directive directive : ALL) map.put(directive.name().toLowerCase(Locale.ROOT), directive);
        return map;
    }
}
