package io.github.passmatch.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of many rules only those are tried that can match: nobody must notice but by the clock. */
class RuleIndexTest {

    private static final long SEED = Long.getLong("passmatch.seed", 20261125L);
    private static final int SETS = 2_500;
    private static final int PATHS = 60;
    @Test
    void theIndexFindsWhatTryingOneRuleAfterTheOtherFinds() throws BadTarget {
        Random random = new Random(SEED);
        Map<String, Integer> outcomes = new TreeMap<>();
        EveryRule everyRule = new EveryRule();
        for (int i = 0; i < SETS; i++) {
            RandomRules rules = new RandomRules(random, 1 + random.nextInt(40));
            RuleSet set = new RuleSet(rules.rules());
            for (int n = 0; n < PATHS; n++) {
                RequestPath path = rules.path();
                Environment variables = rules.variables();
                Match expected = set.match(path, variables, everyRule);
                assertEquals(expected, set.match(path, variables), () -> "seed " + SEED + ", " + path.rawPath() + " among " + rules.rules());
                outcomes.merge(expected.getClass().getSimpleName(), 1, Integer::sum);
            }
        }
        System.out.println("index of rules, seed " + SEED + ": " + SETS * PATHS + " paths, " + outcomes + ", comparisons: " + everyRule.tried);
        assertTrue(outcomes.size() == 4 && outcomes.values().stream().allMatch(times -> times > 5_000), outcomes::toString);
        assertTrue(everyRule.tried > 5 * SETS * PATHS, "most paths were taken by the very first rules: " + everyRule.tried);
    }

    /** It looks, so it must be shown every rule, one after the other. */
    private static final class EveryRule implements Trace {
        private int tried;

        @Override
        public void tried(Rule rule, Match match) {
            tried++;
        }
    }

    @ParameterizedTest(name = "{0} begins with {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', emptyValue = "", textBlock = """
            ^/app00001/(.*)$       ; /app00001/
            \\A/app                ; /app
            ^/app$                 ; /app
            ^/app/?$               ; /app
            ^/app1?                ; /app
            ^/app1+                ; /app
            ^/app1{2}              ; /app
            ^/app{x}               ; /app{x}
            ^/app1(?#c)?           ; /app
            ^/a\\.b\\/c            ; /a.b/c
            ^/a\\d                 ; /a
            ^/\\Qa.b\\E/c          ; /a.b/c
            ^/\\Qa.b\\E?           ; /a.
            ^/app\\Q\\E*           ; /ap
            ^/a\\Q(|\\Eb           ; /a(|b
            ^(/app/.*)$            ; /app/
            ^(?:/app)/(x|y)        ; /app/
            ^/((a)b)c              ; /abc
            ^(/app)?/x             ; ``
            ^/(a|b)/x              ; /
            ^/[|(]                 ; /
            ^/(?=a)b               ; /
            ^/app|^/apple          ; ``
            ^/([^[:alpha:]|])x|/b  ; ``
            ^/[]|]x|/b             ; ``
            ^/[[:^alpha:](]|/b     ; ``
            ^^/app                 ; ``
            ^*/app                 ; ``
            /app                   ; ``
            (?i)^/app              ; ``
            ^/app/(?i)x            ; /app/
            ^/app/(?i:x)           ; /app/
            ^/app/(?x)y            ; ``
            """)
    void theLiteralStartOfAnExpression(String regex, String expected) {
        assertEquals(expected, PathRegex.compile(regex.replace("\\\\", "\\")).literalStart());
    }

    @Test
    void anExpressionThatIgnoresCaseHasNoLiteralStart() {
        assertEquals("", Pcre.compile("^/app", true).literalStart());
    }
}
