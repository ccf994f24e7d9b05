package io.github.passmatch.forward.answer;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.match.Match;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Sends files of the server. The standalone server puts its implementation into the ServletContext; a servlet container serves its files itself. */
public interface FileSender {

    /** The attribute of the ServletContext. */
    String ATTRIBUTE = "io.github.passmatch.files";

    /** The methods for files, as httpd writes them, without TRACE. */
    String ALLOWED = "OPTIONS,HEAD,GET,POST";

    /** The implementation of the server; never asked for where there is none, because then no configuration serves files. */
    static FileSender of(HttpServletRequest clientRequest) {
        return (FileSender) clientRequest.getServletContext().getAttribute(ATTRIBUTE);
    }

    /**
     * Answers a {@code GET}, {@code HEAD}, {@code POST} or {@code OPTIONS} request by the file, whole or in part, or without the file if the client has it. May wait for the disk and the client.
     *
     * @param edits changes the fields of the response before they are sent
     * @return bytes of the body; negative: the negative status of the error answer to send, and nothing has been sent
     */
    long send(Match.Served file, UnaryOperator<List<Field>> edits, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException;

    /**
     * Sends the whole file with the status of an error.
     *
     * @param kept  fields of the error answer
     * @param edits changes the fields of the response before they are sent
     * @return bytes of the body; -1 if the file cannot be read, and nothing has been sent
     */
    long sendAs(int status, Match.Served file, List<Field> kept, UnaryOperator<List<Field>> edits, HttpServletResponse clientResponse) throws IOException;
}
