package io.github.passmatch.forward.body;

import io.github.passmatch.rules.OwnAnswer;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;

/** Handles request bodies that another filter has read before, completely or in part. For a body that the client does not send completely, the container throws an exception; a body that ends early without exception has been read before. */
final class BodyReadBefore {

    private BodyReadBefore() { }

    /** The exception to throw. */
    static UnreadableBody failure(String detail) {
        return new UnreadableBody(OwnAnswer.BODY_ALREADY_READ, detail, null);
    }

    /**
     * The bytes of a body that was read completely, restored from the form parameters.
     *
     * @throws UnreadableBody if the bytes cannot be restored
     */
    static byte[] restored(HttpServletRequest clientRequest, long length) throws UnreadableBody {
        return FormBody.of(clientRequest, length).orElseThrow(() -> failure("none of " + length + " bytes is left"));
    }

    /** Whether a chunked body of HTTP/1, of which this filter has read nothing yet, has already ended. */
    static boolean isFinished(HttpServletRequest clientRequest, ServletInputStream stream) {
        try {
            return clientRequest.getProtocol().startsWith("HTTP/1") && stream.isFinished();
        } catch (RuntimeException e) {
            return false;       // not every stream of a wrapper has that method
        }
    }

    /** Whether an empty body of unknown length was a form before. A multipart body has at least a delimiter. */
    static boolean wasForm(HttpServletRequest clientRequest) {
        return FormBody.mediaType(clientRequest).equals("multipart/form-data") || FormBody.hasFields(clientRequest);
    }
}
