package io.github.passmatch.upstream.http1;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.connection.ProtocolSettings.BadLines;
import io.github.passmatch.upstream.request.Tokens;
import io.github.passmatch.upstream.request.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Parses a response head (RFC 9112 §4, §5), strictly where two readers could otherwise see different responses. HttpCore's parser
 * treats the end of the stream as the end of the head, so that an incomplete head would be accepted as complete.
 *
 * <p>As httpd does, this parser accepts one empty line before the status line, LF without CR as a line end, and folded lines, and skips a second status line.
 */
public final class ResponseHeadParser implements HttpMessageParser<ClassicHttpResponse> {

    /** More fields than this in one head are an attack; httpd stops requests at 100, and no server is known to send 200. */
    public static final int MAX_FIELDS = 500;

    private static final String PROTOCOL = "HTTP/1.";
    private static final String CUT = "the connection ended within the head or the trailers";

    private final CharArrayBuffer line = new CharArrayBuffer(128);
    private final BadLines badLines;
    private final EndDetectingStream input = new EndDetectingStream();
    private SessionInputBuffer source;
    private boolean startedBodyEarly;
    private boolean framingWasFolded;

    public ResponseHeadParser(BadLines badLines) {
        this.badLines = badLines;
    }

    /** How many bytes were received and not read yet. */
    public int buffered() {
        return source == null ? 0 : source.length();
    }

    /** Takes the bytes that were received and not read yet. */
    public byte[] takeBuffered() throws IOException {
        byte[] bytes = new byte[buffered()];
        int taken = 0;
        while (taken < bytes.length) taken += source.read(bytes, taken, bytes.length - taken, InputStream.nullInputStream());
        return bytes;
    }

    /** Whether other readers may understand the framing of the last head differently: it ended at a line without colon, or a framing field was folded. */
    public boolean isDoubtful() {
        return startedBodyEarly || framingWasFolded;
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        source = buffer;
        startedBodyEarly = false;
        framingWasFolded = false;
        if (!readStatusLine(input.over(in))) return null;
        String statusLine = line.toString();
        int status = status(statusLine);
        refuseControls(0, "the status line holds a control character");
        int minorVersion = statusLine.charAt(7) == '0' ? 0 : 1;
        String reason = statusLine.length() > 13 ? statusLine.substring(13) : "";
        return new ResponseHead(new UpstreamResponse(minorVersion, status, reason, fields(input)));
    }

    /**
     * Reads the status line, and refuses input that is not HTTP/1 at the first wrong byte: a server that speaks a different protocol may never send a line end.
     *
     * @return false if the stream ended before the first byte
     */
    private boolean readStatusLine(InputStream in) throws IOException, HttpException {
        line.clear();
        int first = source.read(in);
        if (first == '\r' || first == '\n') first = passOverLineEnd(first, in);
        if (first < 0) return false;
        for (int i = 0, c = first; ; c = source.read(in)) {
            if (c < 0) throw new ProtocolException(CUT);
            line.append((char) c);
            if (c != PROTOCOL.charAt(i)) throw NotHttp.beginningWith(line.toString() + bufferedText(in));
            if (++i == PROTOCOL.length()) break;
        }
        return readLine(in);
    }

    private int passOverLineEnd(int first, InputStream in) throws IOException, HttpException {
        if (first == '\r' && source.read(in) != '\n') throw NotHttp.beginningWith("\r" + bufferedText(in));
        return source.read(in);
    }

    private String bufferedText(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (source.length() > 0 && text.length() < NotHttp.MAX_QUOTED) text.append((char) source.read(in));
        return text.toString();
    }

    /** Appends a line without its line end. A line that is cut by the end of the connection is refused, because its rest is unknown. */
    private boolean readLine(InputStream in) throws IOException, HttpException {
        try {
            if (source.readLine(line, in) < 0) return false;
        } catch (MessageConstraintException e) {
            throw new FieldTooLong(e);
        }
        if (input.ended()) throw new ProtocolException(CUT);
        return true;
    }

    /** Refuses NUL and CR, because other readers might end the line or the text there. */
    private void refuseControls(int from, String message) throws ProtocolException {
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == 0 || c == '\r') throw new ProtocolException(message);
        }
    }

    private static int status(String line) throws ProtocolException {
        boolean shaped = line.startsWith("HTTP/1.") && line.length() >= 12 && isDigit(line.charAt(7)) && line.charAt(8) == ' '
                && isDigit(line.charAt(9)) && isDigit(line.charAt(10)) && isDigit(line.charAt(11)) && (line.length() == 12 || line.charAt(12) == ' ');
        if (!shaped) throw NotHttp.beginningWith(line + "\r\n");
        int status = Integer.parseInt(line.substring(9, 12));
        if (status < 100) throw new ProtocolException("the status " + status + " does not exist");
        return status;
    }

    /** Reads the fields after the last chunk, and the empty line. Without that line the body is incomplete (RFC 9112 §7.1, §8). */
    List<Field> trailers(InputStream in) throws IOException, HttpException {
        return fields(input.over(in));
    }

    private List<Field> fields(InputStream in) throws IOException, HttpException {
        List<Field> fields = new ArrayList<>();
        while (true) {
            line.clear();
            if (!readLine(in)) throw new ProtocolException(CUT);
            if (line.isEmpty()) return fields;
            if (isBad()) refuseControls(0, "a line of the head holds a control character");
            if (fields.size() == MAX_FIELDS) throw new ProtocolException("more than " + MAX_FIELDS + " fields in the head");
            char first = line.charAt(0);
            if ((first == ' ' || first == '\t') && !fields.isEmpty()) unfold(fields);
            else if (isBad() && badLines == BadLines.START_BODY && !isStrayStatusLine()) return endAt(fields);
            else if (!isStrayStatusLine() && !(isBad() && badLines == BadLines.ARE_IGNORED)) fields.add(field());
        }
    }

    private boolean isBad() {
        return line.indexOf(':') < 0;
    }

    /** The line itself is dropped, as in httpd. */
    private List<Field> endAt(List<Field> fields) {
        startedBodyEarly = true;
        return fields;
    }

    private void unfold(List<Field> fields) throws ProtocolException {
        Field last = fields.remove(fields.size() - 1);
        framingWasFolded |= last.is("Content-Length") || last.is("Transfer-Encoding");
        fields.add(new Field(last.name(), (last.value() + " " + value(0)).strip()));
    }

    /** httpd skips "HTTP/1.0 200 OK" among the fields, because some old servers send the status line twice. */
    private boolean isStrayStatusLine() {
        return line.length() > 5 && line.charAt(0) == 'H' && line.substring(0, 5).equals("HTTP/") && line.indexOf(':') < 0;
    }

    private Field field() throws ProtocolException {
        int colon = line.indexOf(':');
        if (colon < 0) throw new ProtocolException("a line of the head has no colon");
        if (colon == 0) throw new ProtocolException("a field of the head has no name");
        for (int i = 0; i < colon; i++)
            if (!Tokens.isTokenCharacter(line.charAt(i))) throw new ProtocolException("a field name of the head is not a token");
        return new Field(line.substring(0, colon), value(colon + 1));
    }

    private String value(int from) throws ProtocolException {
        refuseControls(from, "a field value of the head holds a control character");
        return line.substringTrimmed(from, line.length());
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
