package io.github.passmatch.upstream.request;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Fields that belong to one connection and end there (RFC 9110 §7.6.1). */
public final class HopByHop {

    /** Of a request; {@code Proxy-Authorization} passes, as with httpd. Framing is decided anew. */
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

    /** For one answer. */
    public static HopByHop ofResponse() {
        return new HopByHop(RESPONSE);
    }

    /** Takes note of the value of one {@code Connection} field: the fields it names end here too. */
    public void nominate(String connectionValue) {
        for (String token : connectionValue.split(",")) {
            String name = token.strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || name.equals("close") || name.equals("keep-alive")) continue;
            if (nominated.isEmpty()) nominated = new HashSet<>();
            nominated.add(name);
        }
    }

    /** Whether a field of that name is not passed on. */
    public boolean endsHere(String name) {
        for (String one : fixed) if (one.equalsIgnoreCase(name)) return true;      // mostly a comparison of lengths
        return !nominated.isEmpty() && nominated.contains(name.toLowerCase(Locale.ROOT));
    }
}
