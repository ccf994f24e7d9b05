package io.github.passmatch.run.file;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** A request for a file as Jetty's resource service must see it. */
public final class FileRequest extends Request.Wrapper {

    /** The path has no slash at the end: Jetty would redirect the request, but the file may be the index of a directory. */
    private static final String PATH = "/file";

    private final HttpURI uri;
    private final HttpFields headers;

    FileRequest(Request request, HttpFields headers) {
        super(request);
        this.uri = HttpURI.build(request.getHttpURI()).path(PATH).asImmutable();
        this.headers = headers;
    }

    @Override
    public HttpURI getHttpURI() {
        return uri;
    }

    @Override
    public HttpFields getHeaders() {
        return headers;
    }
}
