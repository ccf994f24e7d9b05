package io.github.passmatch.config.problem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests characters that are invisible or look like others: ignored where they have no effect, else reported by name. */
class OddCharactersTest {

    private static final String RULE = "ProxyPass /a http://127.0.0.1:1/x\n";

    private static Reading read(byte[] bytes) throws ConfigException {
        return ConfigReader.read(new ConfigSource("c", ConfigSource.decode(bytes)), Map.of());
    }

    private static List<Problem> errors(byte[] bytes) {
        return assertThrows(ConfigException.class, () -> read(bytes)).problems();
    }

    @Test
    void aByteOrderMarkOfUtf8IsSkipped() throws Exception {
        Reading reading = read(("\uFEFF" + RULE).getBytes(UTF_8));
        assertEquals(1, reading.config().rules().size());
        assertEquals(1, reading.config().rules().get(0).place().column());
        assertTrue(reading.problems().isEmpty(), () -> reading.problems().toString());
    }

    static Stream<Arguments> encodings() {
        return Stream.of(Arguments.of(UTF_16LE, true), Arguments.of(UTF_16LE, false), Arguments.of(UTF_16BE, true), Arguments.of(UTF_16BE, false),
                Arguments.of(Charset.forName("UTF-32LE"), false));
    }

    @ParameterizedTest(name = "{0} with a mark: {1}")
    @MethodSource("encodings")
    void utf16IsReportedInOneErrorWithoutNuls(Charset encoding, boolean marked) {
        List<Problem> problems = errors(((marked ? "\uFEFF" : "") + "# comment\r\n" + RULE).getBytes(encoding));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).render().matches("(?s).*UTF-16.*UTF-8.*"), problems.get(0).render());
        assertFalse(problems.get(0).render().contains("\0"));
    }

    @Test
    void nulInTextIsReported() {
        List<Problem> problems = errors((RULE + "ProxyPass /b\0 http://127.0.0.1:1/x\n" + RULE).getBytes(UTF_8));
        assertEquals("2 this file contains NUL characters, so it is not text", problems.get(0).place().line() + " " + problems.get(0).message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"# rules\rProxyPass /a http://127.0.0.1:1/x\r", "ProxyPass /a http://127.0.0.1:1/x\rProxyPass /b http://127.0.0.1:1/x"})
    void linesWithOnlyCrAreReported(String text) {
        List<Problem> problems = errors(text.getBytes(UTF_8));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).message().contains("end with CR only"), problems.get(0).message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProxyPass /a http://127.0.0.1:1/x\r", "ProxyPass /a http://127.0.0.1:1/x\r\n", "\r\nProxyPass /a http://127.0.0.1:1/x\r\n\r\n"})
    void crAtTheEndOfALineIsIgnored(String text) throws Exception {
        assertEquals(1, read(text.getBytes(UTF_8)).config().rules().size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            ProxyPass\u00a0/a http://h/|1:10 this is not an ordinary space, but no-break space (U+00A0) -> write an ordinary space
            \u00a0ProxyPass /a http://h/|1:1 this is not an ordinary space, but no-break space (U+00A0) -> write an ordinary space
            ProxyPass /a\u00a0http://h/|1:13 this is not an ordinary space, but no-break space (U+00A0) -> write an ordinary space
            ProxyPass /a\u2003http://h/|1:13 this is not an ordinary space, but em space (U+2003) -> write an ordinary space
            ProxyPass /a\u3000http://h/|1:13 this is not an ordinary space, but ideographic space (U+3000) -> write an ordinary space
            ProxyPass /a http://h/\u200b|1:23 this is an invisible character, zero width space (U+200B) -> delete it
            Proxy\u00adPass /a http://h/|1:6 this is an invisible character, soft hyphen (U+00AD) -> delete it
            \ufeff\ufeffProxyPass /a http://h/|1:1 this is an invisible character, zero width no-break space (U+FEFF) -> delete it
            ProxyPass \u201c/a\u201d http://h/|1:11 this is a typographic quotation mark, left double quotation mark (U+201C), which does not quote -> write "|1:14 this is a typographic quotation mark, right double quotation mark (U+201D), which does not quote -> write "
            ProxyPass \u201e/a" http://h/|1:11 this is a typographic quotation mark, double low-9 quotation mark (U+201E), which does not quote -> write "
            ProxyPassMatch \u2018^/a\u2019 http://h/|1:16 this is a typographic quotation mark, left single quotation mark (U+2018), which does not quote -> write '|1:20 this is a typographic quotation mark, right single quotation mark (U+2019), which does not quote -> write '
            SSLProxyProtocol all \u2013TLSv1.2|1:22 this is a dash, en dash (U+2013), not a hyphen -> write -
            """)
    void similarCharacterIsTheOnlyErrorOfTheLine(String row) {
        String[] cells = row.split("\\|");
        String found = errors((cells[0] + "\n").getBytes(UTF_8)).stream().map(problem -> problem.place().line() + ":" + problem.place().column() + " " + problem.message() + " -> " + problem.hint())
                .collect(Collectors.joining("|"));
        assertEquals(row.substring(row.indexOf('|') + 1), found);
    }

    @Test
    void windowsQuotesAreReported() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("ProxyPass ".getBytes(ISO_8859_1));
        bytes.write(0x93);
        bytes.write("/a\" http://h/\n".getBytes(ISO_8859_1));
        assertTrue(errors(bytes.toByteArray()).get(0).message().contains("typographic quotation mark"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"# a\u00a0comment \u201cwith\u201d quotes", "ErrorDocument 404 \"\u201cgone\u201d \u2013\u00a0really\"", "Header set X \"\u00ab a \u00bb\"", "ErrorLogFormat \u201c%h\u201d", "SetEnv x \"a\u200db\"",
        "ProxyPass /caf\u00e9 http://h/caf\u00e9", "ProxyPass /a\u2013b http://h/"})
    void charactersInTextForPeopleAreNotReported(String line) throws Exception {
        assertTrue(read((line + "\n").getBytes(UTF_8)).problems().stream().noneMatch(problem -> problem.finding() == Finding.ODD_CHARACTER));
    }

    @Test
    void invisibleCharacterInQuotesIsAWarning() throws Exception {
        assertEquals(List.of(Finding.ODD_CHARACTER), read("ProxyPass \"/a\u200b\" http://h/a\n".getBytes(UTF_8)).problems().stream().map(Problem::finding).toList());
    }

    @Test
    void noControlCharacterReachesTheTerminal() {
        String shown = errors("ProxyPas\u001b[31m /a http://h/\u0007\u009b1m\n".getBytes(UTF_8)).stream().map(Problem::render).collect(Collectors.joining("\n"));
        assertTrue(shown.chars().noneMatch(c -> c != '\n' && Character.isISOControl(c)), shown);
    }
}
