package io.github.passmatch.forward.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.server.ErrorDocument;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.upstream.request.Edits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The answers that the proxy gives by itself: what {@code ErrorDocument} says, else the built-in page; with the fields of
 * {@code Header always}.
 */
public final class OwnAnswers {

    /** Fetches what a rule takes of our own paths. */
    @FunctionalInterface
    public interface Fetcher {
        /** Answers with what {@code path} yields; false, and nothing sent, if no rule takes it or it cannot be had. */
        boolean fetch(String path, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException;
    }

    private final Fetcher fetcher;

    public OwnAnswers(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /**
     * Replaces whatever was prepared by the answer for {@code status}.
     *
     * @param kept fields of an overridden answer that go with it
     */
    public void send(int status, List<Field> kept, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        Optional<ErrorDocument> document = decision.scope().errors().documentFor(status);
        if (document.isPresent() && document.get() instanceof ErrorDocument.LocalPath local && fetcher.fetch(local.path(), decision, clientRequest, clientResponse)) return;
        clientResponse.reset();
        ErrorPage.closeIfNotTrusted(status, clientResponse);
        ResponseFields.add(kept, clientResponse);
        ResponseFields.add(Edits.ofOwnAnswer(decision), clientResponse);
        if (document.isEmpty()) ErrorPage.write(clientResponse, status);
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

    /** A file of the webapp; never one of {@code WEB-INF} or {@code META-INF}, which the path of a configuration may not open to clients. */
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
