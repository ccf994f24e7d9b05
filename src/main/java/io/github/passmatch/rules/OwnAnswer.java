package io.github.passmatch.rules;

/**
 * Why the proxy answers a request itself instead of forwarding it. The set is closed. The access log shows {@code own:<code>}; the other views show the
 * sentence and the cure. For a new reason, add one constant here and one row to the manual's table.
 */
public enum OwnAnswer implements Explained {
    BAD_TARGET("bad-target", 400, Concern.CLIENT, "the request target is no path, or holds a character or a percent-escape that no URL may hold",
            "let the client percent-encode the character (RFC 3986 §2.1)"),
    NUL_IN_PATH("nul-in-path", 404, Concern.CLIENT, "the path holds %00", "nothing; such requests usually come from scanners"),
    ABOVE_ROOT("above-root", 400, Concern.CLIENT, "the path has more .. segments than directories to leave", "nothing; such requests usually come from scanners"),
    ENCODED_SLASH("encoded-slash", 404, Concern.OPERATOR, "the path holds %2F, and AllowEncodedSlashes is Off",
            "write AllowEncodedSlashes NoDecode if the upstream needs %2F in paths"),
    CAPTURED_AUTHORITY("captured-authority", 400, Concern.CLIENT, "the text that the rule takes from the path makes no valid host or port",
            "let the rule's expression match nothing but hosts and ports"),
    VARIABLES_IN_URL("variables-in-url", 500, Concern.OPERATOR, "the rule's URL, with its variables filled in, is no URL",
            "look at the variables that the URL names, and at ProxyPassInterpolateEnv"),
    REGEX_STEPS("regex-steps", 500, Concern.OPERATOR, "a regular expression needs too many steps for this path",
            "rewrite the expression without nested repetition such as (a+)+"),
    BAD_METHOD("bad-method", 400, Concern.CLIENT, "the method is not a token (RFC 9110 §5.6.2)", "mend the client"),
    CONNECT("connect", 405, Concern.CLIENT, "CONNECT is for forward proxies, and this is a reverse proxy", "let the client send ordinary requests"),
    BAD_HOST("bad-host", 400, Concern.CLIENT, "the Host field is empty or not a host", "let the client send the host of the URL it asks for"),
    BAD_FIELD("bad-field", 400, Concern.CLIENT, "a header field cannot be forwarded without changing it", "mend the client; names are tokens, and values hold no control characters"),
    MAX_FORWARDS("max-forwards", 400, Concern.CLIENT, "Max-Forwards is not a number, is given twice, or allows no further hop", "let the client send a higher Max-Forwards"),
    LAST_HOP("last-hop", 200, Concern.NOBODY, "TRACE or OPTIONS with Max-Forwards: 0 ends at this proxy (RFC 9110 §7.6.2)", "nothing is wrong"),
    EXPECTATION("expectation", 417, Concern.CLIENT, "the Expect field asks for something other than 100-continue", "let the client send no Expect, or 100-continue"),
    LOOP("loop", 508, Concern.OPERATOR, "the request has come through this proxy too often: a rule leads back to it", "let the rule's URL name the upstream and not this proxy"),
    BODY_LIMIT("body-limit", 413, Concern.OPERATOR, "the request body is longer than LimitRequestBody", "raise LimitRequestBody if such bodies are to pass"),
    TRANSFER_CODING("transfer-coding", 501, Concern.CLIENT, "the request body has a Transfer-Encoding other than chunked", "let the client send chunked alone"),
    AMBIGUOUS_FRAMING("ambiguous-framing", 400, Concern.CLIENT, "it is not certain where the request body ends (RFC 9112 §6.1, §6.3)",
            "let the client send HTTP/1.1 with either Content-Length or Transfer-Encoding: chunked"),
    BAD_BODY("bad-request-body", 400, Concern.CLIENT, "the request body is malformed, or ended before its announced length", "mend the client, or what stands between it and this proxy"),
    BODY_TIMEOUT("request-body-timeout", 408, Concern.CLIENT, "the client did not send its request body in time", "raise the limit if clients are that slow"),
    BODY_ALREADY_READ("body-already-read", 500, Concern.OPERATOR, "another filter has read the request body before this one",
            "move the filter-mapping of Passmatch before that of the filter that reads the body"),
    RESPONSE_HEAD_LIMIT("response-head-limit", 502, Concern.OPERATOR, "the head of the upstream's answer is longer than this server can send",
            "raise maxHttpResponseHeaderSize of the Connector (Tomcat) or jetty.httpConfig.maxResponseHeaderSize (Jetty), or let the upstream send fewer or shorter fields"),
    NO_RULE("no-rule", 404, Concern.CLIENT, "no rule takes the path, or an exclusion (!) does, and in standalone mode there is nothing else to answer it",
            "write a ProxyPass for the path if it is to be answered; explain tells which rules were tried"),
    SERVER("by-server", 400, Concern.CLIENT, "the HTTP server refused the request before any rule saw it", "see the detail; mend the client"),
    OVERLOAD("overload", 503, Concern.OPERATOR, "as many requests are in flight as this proxy can hold", "raise MaxRequestWorkers or the heap (-Xmx), or look for what makes requests slow"),
    NO_TEMPORARY_FOLDER("no-temporary-folder", 500, Concern.OPERATOR, "the request body must be written to a temporary file (proxy-sendcl, force-proxy-request-1.0), and that failed",
            "give the process a temporary folder with room that it can write to (-Djava.io.tmpdir=...)");

    /** Who can do something about it. */
    public enum Concern {
        /** No action is needed; not logged. */
        NOBODY,
        /** The client; logged at INFO. */
        CLIENT,
        /** Whoever runs this proxy; logged at WARN. */
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

    /** Who can do something about it. */
    public Concern concern() {
        return concern;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    /** What to do about the reason, as an imperative without a full stop. */
    public String cure() {
        return cure;
    }

    /** {@code own:encoded-slash}. */
    @Override
    public String toString() {
        return "own:" + code;
    }
}
