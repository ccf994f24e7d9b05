package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.upstream.request.RequestBody;

/** Represents a request body of which only the announced length is known. */
record AnnouncedBody(long length) implements RequestBody {

    /** The body that the client's header fields announce. */
    static RequestBody of(RequestFacts request) {
        if (!request.fields("Transfer-Encoding").isEmpty()) return new AnnouncedBody(CHUNKED);
        String length = request.fields("Content-Length").stream().findFirst().orElse("");
        return length.matches("[0-9]{1,18}") ? new AnnouncedBody(Long.parseLong(length)) : EMPTY;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) {
        return -1;
    }

    @Override
    public boolean restart() {
        return true;
    }
}
