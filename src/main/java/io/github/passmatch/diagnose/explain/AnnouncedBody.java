package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.upstream.request.RequestBody;

/** Stands in for a body of which only the announcement is known. */
record AnnouncedBody(long length) implements RequestBody {

    /** What the client's fields announce. */
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
