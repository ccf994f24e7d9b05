package io.github.passmatch.rules.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.regex.StartIndex;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.Sections;
import io.github.passmatch.rules.server.Trace;
import io.github.passmatch.rules.target.BadTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
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

    @Test
    void theIndexOfSectionsFindsWhatAskingEachOfThemFinds() throws Exception {
        Random random = new Random(SEED);
        int taken = 0;
        for (int i = 0; i < SETS; i++) {
            RandomRules rules = new RandomRules(random, 1 + random.nextInt(40));
            Sections sections = new Sections(rules.sections());
            for (int n = 0; n < PATHS / 4; n++) {
                String subject = rules.path().rawPath();
                List<Section> expected = sections.taking(subject, new EveryRule());
                assertEquals(expected, sections.taking(subject, Trace.NONE), () -> "seed " + SEED + ", " + subject + " among " + sections.all());
                taken += expected.size();
            }
        }
        assertTrue(taken > SETS * PATHS / 4, "taken: " + taken);
    }

    @Test
    void noneIsMissedAndTheOrderIsKeptHoweverManyBeginWithOneAnother() {
        List<String> texts = IntStream.range(0, 100).mapToObj(i -> "/" + "a".repeat(i * 37 % 100)).toList();
        StartIndex.Found found = new StartIndex(texts).find("/" + "a".repeat(60));
        List<Integer> positions = new ArrayList<>();
        for (int at = found.next(); at >= 0; at = found.next()) positions.add(at);
        assertTrue(positions.containsAll(IntStream.range(0, 100).filter(i -> texts.get(i).length() <= 61).boxed().toList()), positions::toString);
        assertEquals(positions.stream().sorted().distinct().toList(), positions);
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
            ^/app/(?x)y            ; /app/
            ^/app(?x) /y           ; /app
            """)
    void theLiteralStartOfAnExpression(String regex, String expected) {
        assertEquals(expected, PathRegex.compile(regex.replace("\\\\", "\\")).literalStart());
    }

    @Test
    void anExpressionThatIgnoresCaseHasNoLiteralStart() {
        assertEquals("", Pcre.compile("^/app", true).literalStart());
    }
}
