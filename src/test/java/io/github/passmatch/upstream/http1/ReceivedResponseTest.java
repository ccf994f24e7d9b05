package io.github.passmatch.upstream.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which responses are recognised as complete, and which are left to blocking code. */
class ReceivedResponseTest {

    private static final int MAX_BODY = 16;

    /** The response between bytes that do not belong to it. */
    private static ReceivedResponse received(String escaped) {
        byte[] raw = escaped.replace("\\r", "\r").replace("\\n", "\n").getBytes(ISO_8859_1);
        byte[] bytes = new byte[raw.length + 20];
        Arrays.fill(bytes, (byte) '\n');
        System.arraycopy(raw, 0, bytes, 7, raw.length);
        return new ReceivedResponse(bytes, 7, raw.length);
    }

    private static boolean isWhole(String escaped) {
        return received(escaped).isWhole(MAX_BODY, status -> status != 418);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok", "HTTP/1.1 404 No\\r\\ncontent-LENGTH:2\\r\\n\\r\\nok", "HTTP/1.0 200 OK\\nContent-Length: 0\\n\\n",
            "HTTP/1.1 200\\r\\nX: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nok\\r\\n0\\r\\n\\r\\n", "HTTP/1.1 200\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n"})
    void theseAreWhole(String raw) {
        assertEquals(true, isWhole(raw));
        assertEquals(true, received(raw).hasHead());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\no", "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok!", "HTTP/1.1 200 OK\\r\\n\\r\\nok", "HTTP/1.1 200 OK\\r\\n\\r\\n",
            "HTTP/1.1 200 OK\\r\\nContent-Length: 2x\\r\\n\\r\\nok", "HTTP/1.1 200 OK\\r\\nContent-Length: -2\\r\\n\\r\\nok", "HTTP/1.1 200 OK\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\nok",
            "HTTP/1.1 100 Continue\\r\\n\\r\\n", "HTTP/1.1 103 Hints\\r\\nContent-Length: 0\\r\\n\\r\\n", "HTTP/1.1 204 None\\r\\nContent-Length: 0\\r\\n\\r\\n", "HTTP/1.1 304 Not\\r\\n\\r\\n",
            "HTTP/1.1 418 Tea\\r\\nContent-Length: 2\\r\\n\\r\\nok", "HTTP/1.1 200 OK\\r\\nContent-Length: 17\\r\\n\\r\\n12345678901234567", "HTTP/1.1 2x0 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok",
            "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nok\\r\\n0\\r\\n", "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n3\\r\\nok\\r\\n0\\r\\n\\r\\n",
            "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nX: 1\\r\\n\\r\\n", "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n!",
            "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nfffffff\\r\\n0", "HTTP/1.1 200 OK\\r\\nContent-Lengthy: 2\\r\\n\\r\\nok"})
    void theseAreLeftToCodeThatMayWait(String raw) {
        assertEquals(false, isWhole(raw));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            HTT                                              | false
            HTTP/1.1 200 OK\\r\\n                            | false
            HTTP/1.1 200 OK\\r\\nX: 1\\r\\n                  | false
            HTTP/1.1 200 OK\\r\\nX: 1\\r\\n\\r               | false
            HTTP/1.1 200 OK\\r\\nX: 1\\r\\n\\r\\n            | true
            HTTP/1.1 200 OK\\nX: 1\\n\\n                     | true
            HTTP/1.1 100 Continue\\r\\n\\r\\n                | true
            HTTP/1.1 200 OK\\r\\nno colon\\r\\n              | true
            SSH-2.0                                          | true
            HTTP/2                                           | true
            """)
    void aHeadIsAwaitedAsLongAsOneMayCome(String raw, boolean enough) {
        assertEquals(enough, received(raw).hasHead());
    }

    @Test
    void aBodyOfExactlyTheLimitIsWhole() {
        assertEquals(true, isWhole("HTTP/1.1 200 OK\\r\\nContent-Length: 16\\r\\n\\r\\n1234567890123456"));
    }
}
