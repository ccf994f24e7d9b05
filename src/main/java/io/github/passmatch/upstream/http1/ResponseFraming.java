package io.github.passmatch.upstream.http1;

import io.github.passmatch.upstream.request.Tokens;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.ProtocolException;

/** Determines the length of a response body (RFC 9112 §6.3). Refuses framing that two readers could understand differently. */
public final class ResponseFraming implements ContentLengthStrategy {

    public static final ResponseFraming INSTANCE = new ResponseFraming();

    private ResponseFraming() { }

    /** The length, {@link #CHUNKED}, or {@link #UNDEFINED} for a body that ends with the connection. */
    @Override
    public long determineLength(HttpMessage message) throws ProtocolException {
        String coding = null;
        long length = UNDEFINED;
        for (Header header : message.getHeaders()) {
            if (header.getName().equalsIgnoreCase("Transfer-Encoding")) {
                if (coding != null) throw new ProtocolException("two Transfer-Encoding fields");
                coding = header.getValue().strip();
            } else if (header.getName().equalsIgnoreCase("Content-Length")) {
                long value = number(header.getValue());
                if (length != UNDEFINED && length != value) throw new ProtocolException("two different Content-Length fields");
                length = value;
            }
        }
        if (coding == null) return length;
        if (!coding.equalsIgnoreCase("chunked")) throw new ProtocolException("a Transfer-Encoding other than chunked");
        return CHUNKED;
    }

    private static long number(String value) throws ProtocolException {
        if (!Tokens.isNumber(value, 18)) throw new ProtocolException("a Content-Length that is not a number");
        return Long.parseLong(value);
    }
}
