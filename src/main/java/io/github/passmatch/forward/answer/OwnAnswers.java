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

    /** Fetches an {@code ErrorDocument} from a local path that a rule forwards. */
    @FunctionalInterface
    public interface Fetcher {
        /** Answers with the content of {@code path}; false, and nothing sent, if no rule forwards the path or the upstream fails. */
        boolean fetch(String path, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException;
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
     */
    public void send(int status, List<Field> kept, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        Optional<ErrorDocument> document = ErrorPage.hasNoBody(status) ? Optional.empty() : decision.scope().errors().documentFor(status);
        if (document.isPresent() && document.get() instanceof ErrorDocument.LocalPath local && fetcher.fetch(local.path(), decision, clientRequest, clientResponse)) return;
        clientResponse.reset();
        ErrorPage.closeIfNotTrusted(status, clientResponse);
        ResponseFields.add(kept, clientResponse);
        ResponseFields.add(Edits.ofOwnAnswer(decision), clientResponse);
        if (document.isEmpty()) ErrorPage.write(clientResponse, status, decision.match().isNoRule() ? NO_RULE : "");
        else if (document.get() instanceof ErrorDocument.Text text) text(status, text.text(), clientResponse);
        else if (document.get() instanceof ErrorDocument.Redirect redirect) redirect(redirect.url(), clientResponse);
        else if (!resource(status, ((ErrorDocument.LocalPath) document.get()).path(), clientRequest, clientResponse)) ErrorPage.write(clientResponse, status);
    }

    private static void text(int status, String text, HttpServletResponse clientResponse) throws IOException {
        clientResponse.setStatus(status);
        clientResponse.setHeader("Content-Type", "text/html; charset=utf-8");
        byte[] bytes = text.getBytes(ISO_8859_1);
        clientResponse.setContentLength(bytes.length);
        clientResponse.getOutputStream().write(bytes);
    }

    private static void redirect(String url, HttpServletResponse clientResponse) {
        clientResponse.setStatus(302);
        clientResponse.setHeader("Location", url);
        clientResponse.setContentLength(0);
    }

    /** Sends a file of the webapp; never from {@code WEB-INF} or {@code META-INF}, which must not be visible to clients. */
    private static boolean resource(int status, String path, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        String file = path.indexOf('?') < 0 ? path : path.substring(0, path.indexOf('?'));
        if (file.endsWith("/") || file.regionMatches(true, 0, "/WEB-INF", 0, 8) || file.regionMatches(true, 0, "/META-INF", 0, 9)) return false;
        try (InputStream in = clientRequest.getServletContext().getResourceAsStream(file)) {
            if (in == null) return false;
            clientResponse.setStatus(status);
            String type = clientRequest.getServletContext().getMimeType(file);
            if (type != null) clientResponse.setHeader("Content-Type", type);
            in.transferTo(clientResponse.getOutputStream());
            return true;
        }
    }
}
