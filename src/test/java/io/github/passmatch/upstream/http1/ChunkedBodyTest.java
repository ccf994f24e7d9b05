package io.github.passmatch.upstream.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.connection.ProtocolSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which bytes are accepted as a chunked body (RFC 9112 §7.1). */
class ChunkedBodyTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\n\r\n";

    private static ChunkedBody body(String raw) throws Exception {
        SessionInputBuffer buffer = new SessionInputBufferImpl(64, 8192);
        InputStream in = new ByteArrayInputStream((HEAD + raw).getBytes(ISO_8859_1));
        ResponseHeadParser parser = new ResponseHeadParser(ProtocolSettings.BadLines.ARE_ERRORS);
        parser.parse(buffer, in);
        return new ChunkedBody(buffer, in, parser);
    }

    private static String unescaped(String text) {
        return text == null ? "" : text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0\\r\\n\\r\\n                                      |            |
            5\\r\\nhello\\r\\n0\\r\\n\\r\\n                    | hello      |
            5\\nhello\\n0\\n\\n                                | hello      |
            000000000000005\\r\\nhello\\r\\n000\\r\\n\\r\\n    | hello      |
            A\\r\\n0123456789\\r\\n0\\r\\n\\r\\n               | 0123456789 |
            5 \\r\\nhello\\r\\n0\\t\\r\\n\\r\\n                | hello      |
            5;a=b;c="d;e"\\r\\nhello\\r\\n0;f\\r\\n\\r\\n      | hello      |
            2\\r\\nhe\\r\\n3\\r\\nllo\\r\\n0\\r\\nX: 1\\r\\n\\r\\n | hello   | X: 1
            """)
    void theseAreWhole(String raw, String expected, String trailer) throws Exception {
        ChunkedBody body = body(unescaped(raw));
        assertEquals(expected == null ? "" : expected, new String(body.readAllBytes(), ISO_8859_1));
        List<String> trailers = body.trailers().stream().map((Field field) -> field.name() + ": " + field.value()).toList();
        assertEquals(trailer == null ? List.of() : List.of(trailer), trailers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5\\r", "5\\r\\n", "5\\r\\nhel", "5\\r\\nhello", "5\\r\\nhello\\r\\n", "5\\r\\nhello\\r\\n0", "5\\r\\nhello\\r\\n0\\r", "0", "\\r\\n", "g\\r\\n", "-5\\r\\nhello",
            "+5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "0x5\\r\\nhello", " 5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "5 5\\r\\nhello", "5\\r\\nhelloX\\r\\n0\\r\\n\\r\\n", "5\\r\\nhello0\\r\\n\\r\\n", "1111111111111111\\r\\nx",
            "5\\rhello\\r\\n", "5\\r\\nhello\\r\\n0\\r\\n", "5\\r\\nhello\\r\\n0\\r\\n\\r", "5\\nhello\\n0\\n", "0\\r\\nX: 1\\r\\n\\r", "0\\r\\nX: 1\\r", "0;a\\r\\n", "0\\r\\nX: 1", "0\\r\\nX: 1\\r\\n", "0\\r\\nnonsense\\r\\n\\r\\n"})
    void theseAreCutOrBroken(String raw) throws Exception {
        ChunkedBody body = body(unescaped(raw));
        assertThrows(IOException.class, body::readAllBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {5000, 100_000})
    void anExtensionMustEnd(int length) throws Exception {
        ChunkedBody body = body("5;" + "e".repeat(length) + "\r\nhello\r\n0\r\n\r\n");
        assertThrows(IOException.class, body::readAllBytes);
    }
}
