package io.github.passmatch.upstream.request;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Decides which fields are not forwarded, because they belong to one connection (RFC 9110 §7.6.1). */
public final class HopByHop {

    /** Of a request; {@code Proxy-Authorization} is forwarded, as in httpd. The proxy decides framing again. */
    private static final String[] REQUEST = {"Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade",
            "Transfer-Encoding", "Content-Length"};
    /** Of a response. */
    private static final String[] RESPONSE = {"Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "TE", "Trailer",
            "Upgrade", "Transfer-Encoding"};

    private final String[] fixed;
    private Set<String> nominated = Set.of();

    private HopByHop(String[] fixed) {
        this.fixed = fixed;
    }

    /** For one request. */
    public static HopByHop ofRequest() {
        return new HopByHop(REQUEST);
    }

    /** For one response. */
    public static HopByHop ofResponse() {
        return new HopByHop(RESPONSE);
    }

    /** Reads the value of one {@code Connection} field: the fields that it names are not forwarded either. */
    public void nominate(String connectionValue) {
        for (String token : connectionValue.split(",")) {
            String name = token.strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || name.equals("close") || name.equals("keep-alive")) continue;
            if (nominated.isEmpty()) nominated = new HashSet<>();
            nominated.add(name);
        }
    }

    /** Whether a field with this name is not forwarded. */
    public boolean endsHere(String name) {
        for (String one : fixed) if (one.equalsIgnoreCase(name)) return true;      // usually compares only lengths
        return !nominated.isEmpty() && nominated.contains(name.toLowerCase(Locale.ROOT));
    }
}
