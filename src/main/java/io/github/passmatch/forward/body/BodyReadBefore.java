package io.github.passmatch.forward.body;

import io.github.passmatch.rules.OwnAnswer;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;

/** A request body that another filter has read before this one, wholly or in part. Containers tell a body that breaks off by an exception; so one that only ends early has been read. */
final class BodyReadBefore {

    private BodyReadBefore() { }

    /** What to throw. */
    static UnreadableBody failure(String detail) {
        return new UnreadableBody(OwnAnswer.BODY_ALREADY_READ, detail, null);
    }

    /**
     * The bytes of a body of which nothing is left.
     *
     * @throws UnreadableBody if it cannot be told which they were
     */
    static byte[] foundAgain(HttpServletRequest clientRequest, long length) throws UnreadableBody {
        return FormBody.of(clientRequest, length).orElseThrow(() -> failure("of " + length + " bytes none is left"));
    }

    /** Of a chunked body of HTTP/1 that nobody here has asked for yet: whether it is over already. */
    static boolean isFinished(HttpServletRequest clientRequest, ServletInputStream stream) {
        try {
            return clientRequest.getProtocol().startsWith("HTTP/1") && stream.isFinished();
        } catch (RuntimeException e) {
            return false;       // not every stream of a wrapper has that method
        }
    }

    /** Of a body of unknown length that has turned out to be empty: whether it was a form. One of several parts has at least a delimiter. */
    static boolean wasForm(HttpServletRequest clientRequest) {
        return FormBody.mediaType(clientRequest).equals("multipart/form-data") || FormBody.hasFields(clientRequest);
    }
}
