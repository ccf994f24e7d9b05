package io.github.passmatch.run.server;

import java.util.EnumSet;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;

/** Configures which requests the embedded Jetty accepts: the same paths as httpd, because the filter normalises them, and only unambiguous framing. */
public final class HttpRules {

    private static final int REQUEST_HEAD_BYTES = 64 * 1024;
    private static final int RESPONSE_HEAD_BYTES = 128 * 1024;

    /**
     * Everything except a {@code #fragment}, user info, and invalid percent-escapes: httpd accepts any bytes in a path, also if they are not valid UTF-8,
     * and resolves dot segments and empty segments in the same way as the filter.
     */
    private static final UriCompliance PATHS_AS_HTTPD = new UriCompliance("PASSMATCH", EnumSet.complementOf(
            EnumSet.of(Violation.FRAGMENT, Violation.USER_INFO, Violation.BAD_PERCENT_ENCODING, Violation.UTF16_ENCODINGS)));

    /** Lines end with CRLF. RFC 9112 §3.2.2: a host in the request target overrides the {@code Host} field, so the two may differ. */
    private static final HttpCompliance FRAMING = HttpCompliance.RFC9110
            .with("PASSMATCH", HttpCompliance.Violation.MISMATCHED_AUTHORITY)
            .without("PASSMATCH", HttpCompliance.Violation.LF_HEADER_TERMINATION);

    private HttpRules() { }

    /** A new configuration with these rules, which the caller may change. */
    public static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(PATHS_AS_HTTPD);
        http.setHttpCompliance(FRAMING);
        http.setRequestHeaderSize(REQUEST_HEAD_BYTES);
        http.setResponseHeaderSize(8 * 1024); // the initial size of the buffer, which grows
        http.setMaxResponseHeaderSize(RESPONSE_HEAD_BYTES);
        http.setHeaderCacheCaseSensitive(true); // otherwise a field value could get the upper and lower case of an earlier value
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        return http;
    }
}
