package io.github.passmatch.forward.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.error.ErrorDocument;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.upstream.request.Edits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Sends the answers of the proxy itself: the {@code ErrorDocument}, else the built-in page; with the fields of
 * {@code Header always}.
 */
public final class OwnAnswers {

    /** Fetches an {@code ErrorDocument} from a local path. */
    @FunctionalInterface
    public interface Fetcher {
        /**
         * Answers with the content of {@code path}, and returns the number of its bytes; -1, and nothing sent, if the path is not a file, and no rule forwards the path or the upstream fails.
         *
         * @param status of a file
         * @param kept   fields of the answer with a file
         */
        long fetch(int status, String path, List<Field> kept, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException;
    }

    private static final String NO_RULE = ": no ProxyPass or ProxyPassMatch rule matches this path.";

    private final Fetcher fetcher;

    public OwnAnswers(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /**
     * Replaces the prepared answer by the answer for {@code status}.
     *
     * @param kept fields of an overridden answer that stay
     * @return bytes of the body
     */
    public long send(int status, List<Field> kept, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        Optional<ErrorDocument> document = ErrorPage.hasNoBody(status) ? Optional.empty() : decision.scope().errors().documentFor(status);
        long fetched = document.isPresent() && document.get() instanceof ErrorDocument.LocalPath local ? fetcher.fetch(status, local.path(), kept, decision, clientRequest, clientResponse) : -1;
        if (fetched >= 0) return fetched;
        clientResponse.reset();
        ErrorPage.closeIfNotTrusted(status, clientResponse);
        ResponseFields.add(kept, clientResponse);
        ResponseFields.add(Edits.ofOwnAnswer(decision), clientResponse);
        if (document.isEmpty()) return ErrorPage.write(clientResponse, status, decision.match().isNoRule() ? NO_RULE : "");
        if (document.get() instanceof ErrorDocument.Text text) return text(status, text.text(), clientResponse);
        if (document.get() instanceof ErrorDocument.Redirect redirect) return redirect(redirect.url(), clientResponse);
        long sent = resource(status, ((ErrorDocument.LocalPath) document.get()).path(), clientRequest, clientResponse);
        return sent >= 0 ? sent : ErrorPage.write(clientResponse, status);
    }

    private static long text(int status, String text, HttpServletResponse clientResponse) throws IOException {
        clientResponse.setStatus(status);
        clientResponse.setHeader("Content-Type", "text/html; charset=utf-8");
        byte[] bytes = text.getBytes(ISO_8859_1);
        clientResponse.setContentLength(bytes.length);
        clientResponse.getOutputStream().write(bytes);
        return bytes.length;
    }

    private static long redirect(String url, HttpServletResponse clientResponse) {
        clientResponse.setStatus(302);
        clientResponse.setHeader("Location", url);
        clientResponse.setContentLength(0);
        return 0;
    }

    /** Sends a file of the webapp, and returns the number of its bytes; -1: there is none. Never from {@code WEB-INF} or {@code META-INF}, which must not be visible to clients. */
    private static long resource(int status, String path, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        String file = path.indexOf('?') < 0 ? path : path.substring(0, path.indexOf('?'));
        if (file.endsWith("/") || file.regionMatches(true, 0, "/WEB-INF", 0, 8) || file.regionMatches(true, 0, "/META-INF", 0, 9)) return -1;
        try (InputStream in = clientRequest.getServletContext().getResourceAsStream(file)) {
            if (in == null) return -1;
            clientResponse.setStatus(status);
            String type = clientRequest.getServletContext().getMimeType(file);
            if (type != null) clientResponse.setHeader("Content-Type", type);
            return in.transferTo(clientResponse.getOutputStream());
        }
    }
}
