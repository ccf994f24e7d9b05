package io.github.passmatch.rules;

/**
 * Why the proxy answers a request itself instead of forwarding it. The set is closed. The access log shows {@code own:<code>}; the other views show the
 * sentence and the cure. For a new reason, add one constant here and one row to the manual's table.
 */
public enum OwnAnswer implements Explained {
    BAD_TARGET("bad-target", 400, Concern.CLIENT, "the request target is not a path, or contains a character or a percent-escape that is not allowed in a URL",
            "make the client percent-encode the character (RFC 3986 §2.1)"),
    NUL_IN_PATH("nul-in-path", 404, Concern.CLIENT, "the path contains %00", "nothing; such requests usually come from scanners"),
    ABOVE_ROOT("above-root", 400, Concern.CLIENT, "the path has more .. segments than directories to leave", "nothing; such requests usually come from scanners"),
    ENCODED_SLASH("encoded-slash", 404, Concern.OPERATOR, "the path contains %2F, and AllowEncodedSlashes is Off",
            "write AllowEncodedSlashes NoDecode if the upstream needs %2F in paths"),
    CAPTURED_AUTHORITY("captured-authority", 400, Concern.CLIENT, "the text that the rule takes from the path is not a valid host or port",
            "change the regular expression of the rule so that it matches only valid hosts and ports"),
    VARIABLES_IN_URL("variables-in-url", 500, Concern.OPERATOR, "the URL of the rule is not valid after its variables are replaced",
            "check the variables in the URL, and ProxyPassInterpolateEnv"),
    UNKNOWN_BALANCER("unknown-balancer", 500, Concern.OPERATOR, "the URL names a balancer by a part of the request, and there is no balancer with this name",
            "change the regular expression of the rule so that it matches only names of balancers"),
    REGEX_STEPS("regex-steps", 500, Concern.OPERATOR, "a regular expression needs too many steps for this path",
            "rewrite the expression without nested repetition such as (a+)+"),
    BAD_METHOD("bad-method", 400, Concern.CLIENT, "the method is not a token (RFC 9110 §5.6.2)", "correct the client"),
    CONNECT("connect", 405, Concern.CLIENT, "CONNECT is for forward proxies, and this is a reverse proxy", "make the client send ordinary requests"),
    BAD_HOST("bad-host", 400, Concern.CLIENT, "the Host field is empty or not a valid host", "make the client send the host of the requested URL"),
    BAD_FIELD("bad-field", 400, Concern.CLIENT, "a header field cannot be forwarded unchanged", "correct the client; field names must be tokens, and values must not contain control characters"),
    MAX_FORWARDS("max-forwards", 400, Concern.CLIENT, "Max-Forwards is not a number, occurs more than once, or allows no further hop", "make the client send a higher Max-Forwards"),
    LAST_HOP("last-hop", 200, Concern.NOBODY, "TRACE or OPTIONS with Max-Forwards: 0 ends at this proxy (RFC 9110 §7.6.2)", "nothing is wrong"),
    EXPECTATION("expectation", 417, Concern.CLIENT, "the Expect field asks for something other than 100-continue", "make the client send no Expect field, or 100-continue"),
    LOOP("loop", 508, Concern.OPERATOR, "the request has passed through this proxy too many times: a rule forwards to the proxy itself", "write the address of the upstream in the URL of the rule, not the address of this proxy"),
    BODY_LIMIT("body-limit", 413, Concern.OPERATOR, "the request body is longer than LimitRequestBody", "raise LimitRequestBody if such bodies are allowed"),
    TRANSFER_CODING("transfer-coding", 501, Concern.CLIENT, "the request body has a Transfer-Encoding other than chunked", "make the client send Transfer-Encoding: chunked only"),
    AMBIGUOUS_FRAMING("ambiguous-framing", 400, Concern.CLIENT, "the end of the request body is ambiguous (RFC 9112 §6.1, §6.3)",
            "make the client send HTTP/1.1 with either Content-Length or Transfer-Encoding: chunked"),
    BAD_BODY("bad-request-body", 400, Concern.CLIENT, "the request body is malformed, or ended before its announced length", "correct the client, or a proxy between the client and this proxy"),
    BODY_TIMEOUT("request-body-timeout", 408, Concern.CLIENT, "the client did not send its request body in time", "raise the time limit if such slow clients are expected"),
    BODY_ALREADY_READ("body-already-read", 500, Concern.OPERATOR, "another filter read the request body before Passmatch",
            "move the filter-mapping of Passmatch before the filter-mapping of the filter that reads the body"),
    RESPONSE_HEAD_LIMIT("response-head-limit", 502, Concern.OPERATOR, "the head of the upstream's answer is longer than this server can send",
            "raise maxHttpResponseHeaderSize of the Connector (Tomcat) or jetty.httpConfig.maxResponseHeaderSize (Jetty), or make the upstream send fewer or shorter fields"),
    NO_UPGRADE("no-upgrade", 501, Concern.OPERATOR, "the upstream has switched the protocol (101), and the servlet container cannot switch the connection of the client",
            "use java -jar, Tomcat 10.1 or newer, or Jetty 12.1 or newer; or remove upgrade= from the rule"),
    REDIRECT("redirect", 302, Concern.NOBODY, "a Redirect, RewriteRule or DirectorySlash directive sends the client to another URL", "nothing is wrong; the detail names the line"),
    ANSWERED_BY_LINE("answered-by-line", 403, Concern.CLIENT, "a Redirect or RewriteRule directive answers the request with a status, such as 403 ([F]) or 410 (gone)", "nothing, if the line is intended; the detail names it"),
    SUCCESS_BY_LINE("success-by-line", 204, Concern.NOBODY, "a Redirect or RewriteRule directive answers the request with a status below 300, such as 204 for a preflight request of CORS", "nothing is wrong; the detail names the line"),
    REDIRECT_URL("redirect-url", 500, Concern.OPERATOR, "the URL of a redirect has neither a scheme nor a slash at the start", "write a URL with scheme and host, or a path that begins with a slash"),
    REWRITE_LOOP("rewrite-loop", 500, Concern.OPERATOR, "RewriteRule lines rewrite the path again and again: the limit of LimitInternalRecursion or of [N] is reached",
            "add [END] to the rule, or a RewriteCond that is false for a path which is already rewritten"),
    REWRITTEN_TO_FILE("rewritten-to-file", 404, Concern.OPERATOR, "a RewriteRule without [PT] gives a path that httpd looks for in its files: ProxyPass is not applied to it", "add [PT] to the rule"),
    BAD_REWRITE("bad-rewrite", 403, Concern.OPERATOR, "httpd refuses this rewriting: text from the path would become a query, or a part of a URL where it is not safe", "see the detail; UnsafeAllow3F allows an escaped question mark"),
    ACCESS_DENIED("access-denied", 403, Concern.CLIENT, "a Require, Allow, Deny or Order line denies access",
            "nothing, if this client must have no access; otherwise change the line that the detail names"),
    TRACE_OFF("trace-off", 405, Concern.CLIENT, "TraceEnable Off forbids TRACE", "nothing; remove TraceEnable Off if TRACE is to be forwarded"),
    LOGIN_REQUIRED("login-required", 401, Concern.NOBODY, "the path is for users who are logged in, and the request has no credentials", "nothing; a browser then asks for user and password"),
    LOGIN_FAILED("login-failed", 401, Concern.CLIENT, "the user is unknown, the password is wrong, or the user has no access", "check the lines of the user in AuthUserFile and AuthGroupFile, and the Require line that the detail names"),
    NO_LOGIN("no-login", 500, Concern.OPERATOR, "access depends on a user, and one of AuthType, AuthName, AuthUserFile and Require does not apply to the path",
            "write all four in the same section"),
    MISDIRECTED("misdirected", 421, Concern.CLIENT, "the TLS handshake of the connection was made with another server, whose TLS settings differ (RFC 9110 §15.5.20)", "nothing; clients try again on a new connection. Otherwise make the client send the same name in the handshake (SNI) and in Host"),
    NO_SERVER_NAME("no-server-name", 403, Concern.CLIENT, "the client has sent no name in the TLS handshake (SNI), and SSLStrictSNIVHostCheck is on", "use a client that sends the name, or remove SSLStrictSNIVHostCheck"),
    FILE("file", 200, Concern.NOBODY, "a file of DocumentRoot or Alias answers the request", "nothing is wrong; the detail names the file and the line"),
    NO_FILE("no-file", 404, Concern.CLIENT, "no rule takes the path, and DocumentRoot or Alias has no such file", "nothing, if the client asks for something that does not exist; explain shows which file was looked for"),
    FILE_REFUSED("file-refused", 403, Concern.CLIENT, "the file must not be served: a link that Options does not allow, a file that this process may not read, or a name that is never served", "see the detail"),
    NO_INDEX("no-index", 403, Concern.CLIENT, "the directory has none of the files that DirectoryIndex names, and directories are never listed", "name the file in DirectoryIndex, or put it into the directory"),
    FILE_METHOD("file-method", 405, Concern.CLIENT, "files answer only GET, HEAD, POST and OPTIONS", "nothing; forward the path to an application if other methods are needed"),
    PROGRAM("program", 500, Concern.OPERATOR, "httpd would give the file to a program or to another handler (SetHandler, AddHandler), which is not supported", "run the application with its own server, and forward to the server"),
    HTACCESS("htaccess", 500, Concern.OPERATOR, "a directory of the file has a .htaccess file, which httpd would read because of AllowOverride; Passmatch does not read such files, and they may restrict access",
            "move the lines of the file into a <Directory> section, and write AllowOverride None"),
    NO_RULE("no-rule", 404, Concern.CLIENT, "no rule matches the path, or an exclusion (!) matches, and in standalone mode nothing else can answer the request",
            "add a ProxyPass for the path if the path should be forwarded; explain shows which rules were tried"),
    SERVER("by-server", 400, Concern.CLIENT, "the HTTP server refused the request before any rule saw it", "see the detail; correct the client"),
    OVERLOAD("overload", 503, Concern.OPERATOR, "the maximum number of requests in flight is reached, or, before JDK 21, all threads are busy",
            "find out why requests are slow; if all threads are busy, use JDK 21 or newer (MaxRequestWorkers does not add threads), otherwise raise MaxRequestWorkers or the heap (-Xmx)"),
    PENDING("pending", 503, Concern.OPERATOR, "PassmatchMaxPending requests already wait for connections and responses of upstreams",
            "find out why the upstreams are slow; acquire= and timeout= limit how long a request waits; raise PassmatchMaxPending, and perhaps the heap (-Xmx), if more requests may wait"),
    NO_TEMPORARY_FOLDER("no-temporary-folder", 500, Concern.OPERATOR, "the request body must be written to a temporary file (proxy-sendcl, force-proxy-request-1.0), and that failed",
            "give the process a writable temporary folder with free space (-Djava.io.tmpdir=...)");

    /** Who can correct the cause of the answer. */
    public enum Concern {
        /** No action is needed; not logged. */
        NOBODY,
        /** The client; logged at INFO. */
        CLIENT,
        /** The operator of this proxy; logged at WARN. */
        OPERATOR
    }

    private final String code;
    private final int status;
    private final Concern concern;
    private final String sentence;
    private final String cure;

    OwnAnswer(String code, int status, Concern concern, String sentence, String cure) {
        this.code = code;
        this.status = status;
        this.concern = concern;
        this.sentence = sentence;
        this.cure = cure;
    }

    @Override
    public String code() {
        return code;
    }

    /** The HTTP status of the answer, 200 to 599. */
    public int status() {
        return status;
    }

    /** Who can correct the cause of the answer. */
    public Concern concern() {
        return concern;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    /** What to do, as an imperative without a full stop. */
    public String cure() {
        return cure;
    }

    /** {@code own:encoded-slash}. */
    @Override
    public String toString() {
        return "own:" + code;
    }
}
