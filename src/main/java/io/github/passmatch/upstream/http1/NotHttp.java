package io.github.passmatch.upstream.http1;

import io.github.passmatch.upstream.outcome.UpstreamFailure;
import org.apache.hc.core5.http.ProtocolException;

/** Is thrown for input that is not HTTP/1. The message quotes the first bytes, and names the protocol if it can be recognised. */
public final class NotHttp extends ProtocolException {

    private static final long serialVersionUID = 1L;

    /** How many bytes are quoted at most. */
    public static final int MAX_QUOTED = 40;

    private final UpstreamFailure.Kind kind;

    private NotHttp(UpstreamFailure.Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @param bytes in Latin-1, at least one */
    static NotHttp beginningWith(String bytes) {
        String quoted = quoted(bytes);
        if (isTls(bytes)) return new NotHttp(UpstreamFailure.Kind.SPEAKS_TLS, "the upstream speaks TLS (its answer begins with " + quoted + "): write https:// in the rule's URL");
        if (isHttp2(bytes)) return new NotHttp(UpstreamFailure.Kind.BAD_ANSWER, "this is HTTP/2 (it begins with " + quoted + "): let the upstream accept HTTP/1.1");
        return new NotHttp(UpstreamFailure.Kind.BAD_ANSWER, "this is not HTTP/1: it begins with " + quoted);
    }

    /** The kind of failure. */
    public UpstreamFailure.Kind kind() {
        return kind;
    }

    /** Whether {@code bytes} begin with the header of a TLS record (RFC 8446 §5.1), version 3.x. */
    public static boolean isTls(String bytes) {
        return bytes.charAt(0) >= 0x14 && bytes.charAt(0) <= 0x17 && (bytes.length() == 1 || bytes.charAt(1) == 3);
    }

    /** Whether {@code bytes} begin with the header of a SETTINGS frame (RFC 9113 §4.1, §6.5), which an HTTP/2 server sends first. */
    private static boolean isHttp2(String bytes) {
        return bytes.length() >= 9 && bytes.startsWith("\0\0") && bytes.charAt(3) == 4 && bytes.startsWith("\0\0\0\0", 5);
    }

    /** {@code bytes} in quotation marks, cut after {@link #MAX_QUOTED}; characters that are not printable ASCII are escaped. */
    public static String quoted(String bytes) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < Math.min(bytes.length(), MAX_QUOTED); i++) escape(bytes.charAt(i), out);
        return out.append(bytes.length() > MAX_QUOTED ? "\"..." : "\"").toString();
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '"', '\\' -> out.append('\\').append(c);
            default -> out.append(c >= ' ' && c <= '~' ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
    }
}
