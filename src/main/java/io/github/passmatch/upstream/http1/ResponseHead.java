package io.github.passmatch.upstream.http1;

import io.github.passmatch.rules.Field;
import io.github.passmatch.upstream.request.UpstreamResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;

/** Carries a response head through HttpCore. HttpCore sees only the fields that determine the end of the body. */
public final class ResponseHead extends BasicClassicHttpResponse {

    private static final long serialVersionUID = 1L;

    private final transient UpstreamResponse response;

    ResponseHead(UpstreamResponse response) {
        super(response.status(), response.reason());
        this.response = response;
        setVersion(response.minorVersion() == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
        for (Field field : response.fields())
            if (field.is("Content-Length") || field.is("Transfer-Encoding")) addHeader(new BasicHeader(field.name(), field.value()));
    }

    /** The complete head. */
    public UpstreamResponse response() {
        return response;
    }
}
