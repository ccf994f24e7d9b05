package io.github.passmatch.run.file;

import io.github.passmatch.forward.answer.FileSender;
import io.github.passmatch.forward.answer.ResponseFields;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.file.DiskFiles;
import io.github.passmatch.rules.match.Match;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.http.content.ResourceHttpContent;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ResourceService;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Sends files by Jetty's {@link ResourceService}: ranges, validators and conditional requests. Safe for concurrent use. */
public final class JettyFiles implements FileSender {

    private final MimeTypes types = new MimeTypes(MimeTypes.DEFAULTS);

    @Override
    public long send(Match.Served file, UnaryOperator<List<Field>> edits, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        Request request = ServletContextRequest.getServletContextRequest(clientRequest);
        Response response = ServletContextRequest.getServletContextRequest(clientRequest).getServletContextResponse();
        if (clientRequest.getMethod().equals("OPTIONS")) {
            EditedResponse edited = new EditedResponse(request, response, edits);
            edited.getHeaders().put(HttpHeader.ALLOW, ALLOWED);
            type(file).ifPresent(type -> edited.getHeaders().put(HttpHeader.CONTENT_TYPE, type));
            edited.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
            finish(callback -> edited.write(true, null, callback));
            return 0;
        }
        Optional<HttpContent> content = content(file);
        if (content.isEmpty()) return -HttpServletResponse.SC_NOT_FOUND;
        Service service = new Service(content.get());
        EditedResponse edited = new EditedResponse(request, response, edits);
        Preconditions conditions = Preconditions.of(request.getHeaders(), request.getMethod(), content.get().getETagValue(), content.get().getLastModified().getValue());
        Request asked = new FileRequest(request, conditions.fields());
        if (conditions.status() != 0) finish(callback -> service.writeHttpError(asked, edited, callback, conditions.status()));
        else finish(callback -> service.doGet(asked, edited, callback, content.get()));
        if (service.error == 0) return clientRequest.getMethod().equals("HEAD") ? 0 : Response.getContentBytesWritten(response);
        response.reset();
        return -service.error;
    }

    /** What sends the answer, and tells the callback about the end. */
    private interface Sending {
        void begin(Callback callback);
    }

    private static void finish(Sending sending) throws IOException {
        try (Blocker.Callback callback = Blocker.callback()) {
            sending.begin(callback);
            callback.block();
        }
    }

    /** Remembers the status of an error instead of sending a page of Jetty. */
    private static final class Service extends ResourceService {
        private final HttpContent content;
        private volatile int error;

        private Service(HttpContent content) {
            this.content = content;
            setPrecompressedFormats(List.of());
            setEtags(true);
            setAcceptRanges(true);
            setDirAllowed(false);
        }

        @Override
        protected void writeHttpError(Request request, Response response, Callback callback, int status, String message, Throwable cause) {
            if (status == HttpServletResponse.SC_NOT_MODIFIED) {
                putNotModifiedHeaders(response, content);
                response.getHeaders().put(content.getETag());
                response.setStatus(status);
                response.write(true, null, callback);
                return;
            }
            error = status;
            callback.succeeded();
        }

        @Override
        protected void writeHttpError(Request request, Response response, Callback callback, int status) {
            writeHttpError(request, response, callback, status, null, null);
        }

        @Override
        protected void writeHttpError(Request request, Response response, Callback callback, Throwable cause) {
            writeHttpError(request, response, callback, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, null, cause);
        }
    }

    /** The file with its links resolved: they were decided about before, and must not be replaced until the file is open. */
    private static Optional<Path> opened(Match.Served file) {
        try {
            Optional<Path> name = DiskFiles.path(file.name());
            if (name.isEmpty()) return Optional.empty();
            Path real = name.get().toRealPath();
            return Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(real) ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<HttpContent> content(Match.Served file) {
        Optional<Path> path = opened(file);
        if (path.isEmpty()) return Optional.empty();
        Resource resource = ResourceFactory.root().newResource(path.get());
        return Optional.ofNullable(resource).map(found -> new FileContent(new ResourceHttpContent(found, type(file).orElse(null))));
    }

    /** The type of the configuration, else that of the extension. */
    private Optional<String> type(Match.Served file) {
        return (file.type().isPresent() ? file.type().map(Bytes::toText) : Optional.ofNullable(types.getMimeByExtension(Bytes.toText(file.name())))).filter(type -> !type.isEmpty());
    }

    @Override
    public long sendAs(int status, Match.Served file, List<Field> kept, UnaryOperator<List<Field>> edits, HttpServletResponse clientResponse) throws IOException {
        Optional<Path> path = opened(file);
        if (path.isEmpty()) return -1;
        try (InputStream in = Files.newInputStream(path.get())) {
            clientResponse.setStatus(status);
            clientResponse.setContentLengthLong(Files.size(path.get()));
            List<Field> fields = new ArrayList<>(kept);
            type(file).ifPresent(type -> fields.add(new Field("Content-Type", type)));
            ResponseFields.add(edits.apply(fields), clientResponse);
            return in.transferTo(clientResponse.getOutputStream());
        }
    }
}
