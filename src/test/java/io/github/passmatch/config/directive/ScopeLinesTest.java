package io.github.passmatch.config.directive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.fields.FieldContext;
import io.github.passmatch.rules.fields.FieldEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests with random lines that each line is read or reported, and that no edit inserts a line end into a header. */
class ScopeLinesTest {

    private static final Map<String, Scopes.Handler> HANDLERS = Map.ofEntries(
            Map.entry("SetEnv", EnvironmentLines::setEnv), Map.entry("UnsetEnv", EnvironmentLines::unsetEnv), Map.entry("PassEnv", EnvironmentLines::passEnv),
            Map.entry("SetEnvIf", EnvironmentLines::setEnvIf), Map.entry("SetEnvIfNoCase", EnvironmentLines::setEnvIfNoCase),
            Map.entry("BrowserMatch", EnvironmentLines::browserMatch), Map.entry("BrowserMatchNoCase", EnvironmentLines::browserMatchNoCase),
            Map.entry("RequestHeader", FieldEditLines::requestHeader), Map.entry("Header", FieldEditLines::header),
            Map.entry("ProxyPassReverseCookiePath", CookieLines::path), Map.entry("ProxyPassReverseCookieDomain", CookieLines::domain),
            Map.entry("ProxyErrorOverride", ErrorLines::override), Map.entry("ErrorDocument", ErrorLines::document));

    private static final List<String> WORDS = List.of("set", "add", "append", "merge", "unset", "edit", "edit*", "setifempty", "echo", "always", "onsuccess", "X-A", "X-B:", "Content-Type",
            "env=V", "env=!W", "%{V}e", "%{HTTPS}s", "%t", "%D", "%%", "%", "%{", "%{}e", "$0", "$1", "$9", "\\$1", "\\\\t", "\\r", "(a|b)*", "^x", "^$", ".", "[a-", "(?i)A", "\\Q", "\\g{1}", "(?<n_1>a)",
            "V", "!V", "V=$1", "W=a b", "=", "!", "Request_URI", "Remote_Addr", "^X-", "/app", "/", ".example.org", "interpolate", "\u00e9", "\u0001", "a,b", "\"a , b\"", "'", "\"");

    private static final List<String> EDITS = List.of("RequestHeader set X-A", "RequestHeader merge X-B", "RequestHeader append Y", "Header edit X-A", "Header always add X-A",
            "Header edit* X-B", "Header echo", "Header setifempty Content-Type", "Header always edit X-A", "Header unset X-A", "Header", "RequestHeader");

    private static String line(Random random, List<String> directives) {
        StringBuilder line = new StringBuilder(directives.get(random.nextInt(directives.size())));
        for (int words = random.nextInt(6); words > 0; words--) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            if (random.nextInt(4) == 0) word += WORDS.get(random.nextInt(WORDS.size()));
            line.append(' ').append(random.nextInt(4) == 0 ? "\"" + word + "\"" : word);
        }
        return line.toString();
    }

    @Test
    void anyWordsAreReadOrReportedAndNoEditBreaksALine() {
        Random random = new Random(20_261_124);
        List<String> directives = new ArrayList<>(HANDLERS.keySet());
        directives.sort(null);
        RequestFacts request = new Scopes.Asked("GET", "/a\r\nEvil: 1\u0000", List.of(new Field("X-A", "aab"), new Field("X-B", "b, \"c"), new Field("x-a", "a,b"), new Field("User-Agent", "xa")));
        int edits = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = "SetEnvIf Request_URI (.*) V=$1\n" + line(random, directives) + "\n" + line(random, EDITS);
            try {
                ScopeDraft scope = Scopes.read(text, HANDLERS);
                Environment environment = Scopes.environment(scope, request);
                FieldContext context = Scopes.context(request, environment, 1, () -> 2);
                FieldEdits all = new FieldEdits(scope.fieldEdits);
                edits += all.all().size();
                for (List<Field> fields : List.of(all.ofRequest(request.fields(), context), all.ofAnswer(request.fields(), context), all.ofOwnAnswer(context)))
                    for (Field field : fields) assertEquals(field.value().replaceAll("[\r\n\u0000]", "?"), field.value());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("on " + text, e);
            }
        }
        assertEquals(true, edits > 2_000, "only " + edits + " lines were read");
    }
}
