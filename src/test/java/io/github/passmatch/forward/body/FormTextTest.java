package io.github.passmatch.forward.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"a=1&b=2", "b=+&a=", "a=%C3%A4%E2%82%AC", "a=x%20y%20z", "q=~*", "q=a!b'(c)", "a=http://h/p?q@x", "=1", "a=%00%0D%0A%25"})
    void aFormIsWrittenAsItWasParsed(String text) {
        assertEquals(Optional.of(text), written(text, UTF_8, List.of(UTF_8, ISO_8859_1)));
    }

    @ParameterizedTest(name = "read as {1}")
    @CsvSource({"a=%E4%FF,ISO-8859-1", "a=%C4%E3%BA%C3,GBK", "a=%80%A4,windows-1252", "a=%83e%83X,Shift_JIS"})
    void theCharsetIsTheOneItWasReadWith(String text, String charset) {
        Charset read = Charset.forName(charset);
        assertEquals(FormText.parse(text, read), written(text, read, List.of(read)).flatMap(again -> FormText.parse(again, read)));
    }

    @Test
    void textThatWasReadAsIso88591IsWrittenAsSuchWhereTheLengthSaysSo() {
        assertEquals(Optional.of("a=%C3%A4"), written("a=%C3%A4", ISO_8859_1, List.of(UTF_8, ISO_8859_1)));
        assertEquals(Optional.of("a=%C3%A4"), written("a=%C3%A4", UTF_8, List.of(UTF_8, ISO_8859_1)));
    }

    @Test
    void thereIsNoTextWhereNoStyleYieldsTheLength() {
        assertEquals(Optional.empty(), FormText.write(Map.of("a", List.of("1")), List.of(UTF_8), 4).map(String::new));
        assertEquals(Optional.empty(), FormText.write(Map.of("a", List.of("\uFFFD")), List.of(UTF_8), 11).map(String::new));
        assertEquals(Optional.empty(), FormText.write(Map.of("a", List.of("\u20AC")), List.of(ISO_8859_1), 5).map(String::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%C3=1", "a=%C3%28"})
    void brokenTextIsNotParsed(String text) {
        assertEquals(Optional.empty(), FormText.parse(text, UTF_8));
    }

    private static Optional<String> written(String text, Charset read, List<Charset> charsets) {
        return FormText.write(FormText.parse(text, read).orElseThrow(), charsets, text.length()).map(bytes -> new String(bytes, US_ASCII));
    }
}
