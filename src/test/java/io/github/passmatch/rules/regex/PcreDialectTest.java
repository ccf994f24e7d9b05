package io.github.passmatch.rules.regex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** PCRE2's syntax, compared with what PCRE2 itself has found: the same, or a clear refusal. */
class PcreDialectTest {

    /** What Java's engine cannot do, by what the refusal says. */
    private static final Map<String, String> REFUSED = Map.ofEntries(Map.entry("(a)(?1)", "recursion"), Map.entry("(?P<n>a)(?P>n)", "recursion"), Map.entry("(?<n>a)(?&n)", "recursion"),
            Map.entry("a(?R)?b", "recursion"), Map.entry("(?:(a)|b)(?(1)c|d)", "conditions"), Map.entry("(?|(a)|(b))", "(?|"), Map.entry("(?|(a)|(b))\\1", "(?|"),
            Map.entry("foo\\Kbar", "\\K"), Map.entry("(*ACCEPT)", "(*ACCEPT)"), Map.entry("(*COMMIT)a", "(*COMMIT)"), Map.entry("(*UTF)a", "(*UTF)"), Map.entry("(?J)(?<n>a)", "(?J)"));
    private static final Map<String, String> INVISIBLE = Map.of("<LF>", "\n", "<CR>", "\r", "<BS>", "\b", "<SOH>", "\u0001", "<ESC>", "\u001b", "<SP>", " ");

    static Stream<Arguments> rows() throws IOException {
        try (InputStream in = PcreDialectTest.class.getResourceAsStream("/pcre2.tsv")) {
            List<String> lines = new String(in.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("# ")).toList();
            return lines.stream().map(line -> Arguments.of((Object[]) line.split("\t", -1)));
        }
    }

    private static String plain(String text) {
        String plain = text;
        for (Map.Entry<String, String> entry : INVISIBLE.entrySet()) plain = plain.replace(entry.getKey(), entry.getValue());
        return Bytes.of(plain);
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @MethodSource("rows")
    void everyPatternFindsWhatPcre2FindsOrIsRefused(String pattern, String text, String expected) throws Exception {
        if (REFUSED.containsKey(pattern)) {
            PatternSyntaxException refusal = assertThrows(PatternSyntaxException.class, () -> Pcre.compile(plain(pattern)));
            assertTrue(refusal.getDescription().contains(REFUSED.get(pattern)) && refusal.getDescription().contains("cannot be used here"), refusal.getDescription());
        } else if (expected.equals("error")) {
            assertThrows(PatternSyntaxException.class, () -> Pcre.compile(plain(pattern)));
        } else {
            assertEquals(expected, found(Pcre.compile(plain(pattern)).find(plain(text))));
        }
    }

    private static String found(Matcher match) {
        if (match == null) return "none";
        StringBuilder groups = new StringBuilder();
        for (int group = 0; group <= match.groupCount(); group++) groups.append(group == 0 ? "" : ";").append(match.start(group) < 0 ? "" : match.start(group) + "," + match.end(group));
        return groups.toString().replaceFirst(";+$", "");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            (a            | 2 | Unclosed group
            a)            | 1 | unmatched )
            /a/[[:foo:]]  | 4 | there is no class [:foo:]
            /a/\\p{Nope}x | 3 | unknown property "Nope" after \\p or \\P
            /a(?1)        | 2 | recursion and calls of groups cannot be used here, because Java's regular expressions do not have them
            /a\\K         | 2 | \\K cannot be used here, because Java's regular expressions do not have it
            (a)\\2        | 3 | there is no group 2
            """)
    void aRefusalSaysWhereAndWhat(String pattern, int index, String what) {
        PatternSyntaxException refusal = assertThrows(PatternSyntaxException.class, () -> Pcre.compile(pattern));
        assertEquals(index + " " + what, refusal.getIndex() + " " + refusal.getDescription());
    }

    @Test
    void groupsThatAreNestedTooDeepAreRefusedAsByPcre2() {
        assertEquals(250, Pcre.compile("(".repeat(250) + ")".repeat(250)).groups());
        assertThrows(PatternSyntaxException.class, () -> Pcre.compile("(".repeat(100_000) + ")".repeat(100_000)));
    }

    @Test
    void onlyAsciiLettersHaveAnotherCase() throws Exception {
        assertTrue(Pcre.compile(Bytes.of("/abc"), true).matches("/ABC"));
        assertEquals("none", found(Pcre.compile(Bytes.of("é"), true).find(Bytes.of("É"))));
        assertEquals("none", found(Pcre.compile("\\p{Lu}", true).find("a")));
    }
}
