package io.github.passmatch.run.file;

import java.time.Instant;
import java.util.Set;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.content.HttpContent;

/** A file with the {@code ETag} that httpd sends: size and time of the last change, in hexadecimal digits. It is strong, so that clients can go on with an interrupted download. */
final class FileContent extends HttpContent.Wrapper {

    private static final long MICROS = 1_000_000;

    private final HttpField tag;

    FileContent(HttpContent file) {
        super(file);
        Instant changed = file.getLastModifiedInstant();
        tag = new HttpField(HttpHeader.ETAG, "\"" + Long.toHexString(file.getContentLengthValue()) + "-" + Long.toHexString(changed.getEpochSecond() * MICROS + changed.getNano() / 1000) + "\"");
    }

    /** None, so that Jetty sends no {@code Vary}: as in httpd, only the named file is sent. */
    @Override
    public Set<CompressedContentFormat> getPreCompressedContentFormats() {
        return Set.of();
    }

    @Override
    public HttpField getETag() {
        return tag;
    }
}
