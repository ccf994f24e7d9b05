package io.github.passmatch.config.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.match.PathRegex;
import java.util.Random;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that every result about a regular expression is certain. */
class RegexShapeTest {

    private static RegexShape shape(String regex) {
        return new RegexShape(PathRegex.compile(regex));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ^/app/(.*)$          ; true  ; /app/  ; true  ; false
            ^/app/               ; true  ; /app/  ; true  ; false
            ^/                   ; true  ; /      ; true  ; false
            .*                   ; false ; ``     ; true  ; false
            ^/app$               ; true  ; /app   ; false ; true
            ^/app/?              ; true  ; /app   ; false ; false
            ^/app/([0-9]{4})$    ; true  ; /app/  ; false ; false
            ^/a\\.b            ; true  ; /a.b   ; true  ; false
            ^/a|^/b              ; true  ; ``     ; false ; false
            ^/a|/b               ; false ; ``     ; false ; false
            /app                 ; false ; ``     ; false ; false
            \\.php$            ; false ; ``     ; false ; false
            ^/(?:a|b)/c          ; true  ; /      ; false ; false
            ^/[]x]/c             ; true  ; /      ; false ; false
            ^/(?!admin)(.*)      ; true  ; /      ; false ; false
            ^/(?<id>.*)          ; true  ; /      ; true  ; false
            """)
    void startAndCoverage(String regex, boolean anchored, String start, boolean takesAll, boolean exact) {
        RegexShape shape = shape(regex.replace("\\\\", "\\"));
        assertEquals(anchored + " " + start + " " + takesAll + " " + exact, shape.isAnchored() + " " + shape.literalStart() + " " + shape.matchesAllAfterStart() + " " + shape.isExact());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', textBlock = """
            ^/([0-9]{4})$        ; 1 ; 4 ; false
            ^/(.*)$              ; 1 ; 0 ; false
            ^/(a|bcd)$           ; 1 ; 1 ; true
            ^/(ab|bcd)(x)?$      ; 2 ; 0 ; true
            ^/(?:x)(ab)$         ; 1 ; 2 ; true
            ^/(a(b)c+)$          ; 2 ; 1 ; true
            """)
    void shortestCaptureAndChoice(String regex, int group, int shortest, boolean choice) {
        assertEquals(shortest + " " + choice, shape(regex).shortest(group) + " " + shape(regex).isChoice(group));
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource(delimiter = ';', textBlock = """
            ^/app/users/([0-9]{2})$ ; /x/ ; /app/users/11
            \\.php$               ; /x/ ; /x/.php
            ^/(blue|green)/[^/]+    ; /   ; /blue/a
            ^/(?!a)x                ; /   ;
            """)
    void sampleIsAPathThatMatches(String regex, String start, String sample) {
        assertEquals(sample, shape(regex.replace("\\\\", "\\")).sample(start).orElse(null));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = ';', textBlock = """
            (a+)+       ; true
            (?:a*)*     ; true
            ((a+)b?)+   ; true
            ((x|a+))*   ; true
            (a+b)+      ; false
            ([^/]+/)*   ; false
            (ab)+       ; false
            a+b+        ; false
            """)
    void nestedRepetition(String regex, boolean nested) {
        assertEquals(nested, shape(regex).repeatsRepetition());
    }

    @Test
    void resultsAreTrueForRandomExpressions() {
        Random random = new Random(5);
        String[] pieces = {"^", "$", "/", "a", "b", ".", "*", "+", "?", "(", ")", "|", "[ab]", "[^/]", "\\\\.", "(?:", "(?i)", "(?=a)", "{2}", "{1,}", "\\\\d", "(.*)", "/a", "\\\\Q(\\\\E"};
        int compiled = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "^/" : "");
            for (int n = random.nextInt(8); n >= 0; n--) text.append(pieces[random.nextInt(pieces.length)]);
            try {
                PathRegex regex = PathRegex.compile(text.toString().replace("\\\\", "\\"));
                assertTrueFor(regex, random);
                compiled++;
            } catch (PatternSyntaxException e) {
                // most of them are not valid expressions
            }
        }
        assertTrue(compiled > 2_000, "compiled: " + compiled);
    }

    private static void assertTrueFor(PathRegex regex, Random random) {
        RegexShape shape = new RegexShape(regex);
        shape.sample("/x/").ifPresent(path -> assertTrue(regex.matches(path), () -> regex + " on " + path));
        assertTrue(shape.repetitions() >= 0 && shape.shortest(1) >= 0);
        for (int i = 0; i < 8; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(5); n > 0; n--) path.append("ab/(1.".charAt(random.nextInt(6)));
            if (regex.matches(path.toString())) assertTrue(path.toString().startsWith(shape.literalStart()), () -> regex + " on " + path);
            if (shape.matchesAllAfterStart()) assertTrue(regex.matches(shape.literalStart() + path), () -> regex + " on " + shape.literalStart() + path);
            if (shape.isExact() && regex.matches(path.toString())) assertEquals(shape.literalStart(), path.toString(), regex::toString);
        }
    }
}
