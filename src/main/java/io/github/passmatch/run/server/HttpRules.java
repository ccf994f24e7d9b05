package io.github.passmatch.run.server;

import java.util.EnumSet;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;

/** What the embedded Jetty lets through: as much of a path as httpd does, because the filter normalises it itself, and nothing doubtful about framing. */
public final class HttpRules {

    private static final int REQUEST_HEAD_BYTES = 64 * 1024;
    private static final int RESPONSE_HEAD_BYTES = 128 * 1024;

    /**
     * All but a {@code #fragment}, user info, and escapes that are none: httpd takes bytes in a path as they are, well-formed UTF-8 or
     * not, and resolves dot segments and empty segments like the filter does.
     */
    private static final UriCompliance PATHS_AS_HTTPD = new UriCompliance("PASSMATCH", EnumSet.complementOf(
            EnumSet.of(Violation.FRAGMENT, Violation.USER_INFO, Violation.BAD_PERCENT_ENCODING, Violation.UTF16_ENCODINGS)));

    /** Lines end with CRLF. RFC 9112 §3.2.2: a host in the request target wins over the {@code Host} field, so the two may differ. */
    private static final HttpCompliance FRAMING = HttpCompliance.RFC9110
            .with("PASSMATCH", HttpCompliance.Violation.MISMATCHED_AUTHORITY)
            .without("PASSMATCH", HttpCompliance.Violation.LF_HEADER_TERMINATION);

    private HttpRules() { }

    /** A fresh configuration with these rules; the caller may change it. */
    public static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(PATHS_AS_HTTPD);
        http.setHttpCompliance(FRAMING);
        http.setRequestHeaderSize(REQUEST_HEAD_BYTES);
        http.setResponseHeaderSize(8 * 1024); // where its buffer begins; it grows
        http.setMaxResponseHeaderSize(RESPONSE_HEAD_BYTES);
        http.setHeaderCacheCaseSensitive(true); // a value seen before must not lend its spelling to the next
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        return http;
    }
}
