package io.github.passmatch.config.directive;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.rules.error.ErrorDocument;
import io.github.passmatch.rules.error.ErrorOverride;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests ProxyErrorOverride and ErrorDocument: their settings, and the messages about mistakes. */
class ErrorLinesTest {

    private static final Map<String, Scopes.Handler> HANDLERS = Map.of("ProxyErrorOverride", ErrorLines::override, "ErrorDocument", ErrorLines::document);

    private static ScopeDraft read(String text) {
        ScopeDraft scope = Scopes.read(text, HANDLERS);
        assertFalse(scope.problems.hasErrors(), () -> Scopes.problems(scope));
        return scope;
    }

    @ParameterizedTest(name = "{0} covers {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyErrorOverride On                                  | 400 404 499 500 599 600
            ProxyErrorOverride on                                  | 400 404 499 500 599 600
            ProxyErrorOverride Off                                 | -
            ProxyErrorOverride On 500 404 500                      | 404 500
            ProxyErrorOverride On ;; ProxyErrorOverride On 599     | 599
            ProxyErrorOverride On 500 ;; ProxyErrorOverride Off    | -
            """)
    void overriddenStatuses(String lines, String expected) {
        ErrorOverride override = read(lines).errorOverride.orElseThrow();
        String covered = IntStream.of(100, 200, 301, 304, 399, 400, 404, 499, 500, 599, 600).filter(override::covers).mapToObj(String::valueOf).collect(joining(" "));
        assertEquals(expected.replace("-", ""), covered);
    }

    @Test
    void nothingIsReportedWithoutLines() {
        assertEquals(Optional.empty(), read("ErrorDocument 404 x").errorOverride);
        assertFalse(ErrorOverride.OFF.covers(500));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ErrorDocument 404 custom                                  | 404 text custom
            ErrorDocument 503 "Back at 5."                            | 503 text Back at 5.
            ErrorDocument 503 "/a path with blanks"                   | 503 text /a path with blanks
            ErrorDocument 503 "http://h/ is down"                     | 503 text http://h/ is down
            ErrorDocument 503 ""                                      | 503 text
            ErrorDocument 503 "50% off"                               | 503 text 50% off
            ErrorDocument 503 /sorry.html?a=b                         | 503 path /sorry.html?a=b
            ErrorDocument 503 https://status.example.com/x            | 503 redirect https://status.example.com/x
            ErrorDocument 503 DEFAULT                                 | 503 built-in
            ErrorDocument 401 /login                                  | 401 path /login
            ErrorDocument 499 x                                       | 499 text x
            ErrorDocument 404 x ;; ErrorDocument 404 y ;; ErrorDocument 403 z | 403 text z, 404 text y
            ErrorDocument 404 x ;; ErrorDocument 404 default          | 404 built-in
            ErrorDocument 404 \u00e9                                  | 404 text \u00c3\u00a9
            """)
    void textsPathsAndUrlsAreDistinguished(String lines, String expected) {
        assertEquals(expected, document(lines));
    }

    @Test
    void textMayContainEscapes() {
        assertEquals("404 text a\nb\tc\\d\"e$1", document("ErrorDocument 404 \"a\\nb\\tc\\\\\\\\d\\\"\\e$1\""));
    }

    private static String document(String lines) {
        return read(lines).errorDocuments.entrySet().stream().map(entry -> entry.getKey() + " " + show(entry.getValue())).collect(joining(", ")).strip();
    }

    private static String show(ErrorDocument document) {
        if (document instanceof ErrorDocument.Text text) return "text " + text.text();
        if (document instanceof ErrorDocument.LocalPath local) return "path " + local.path();
        return document instanceof ErrorDocument.Redirect redirect ? "redirect " + redirect.url() : "built-in";
    }

    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(20261124);
        String[] words = {"On", "Off", "404", "500", "503 ", "/", "x", " ", "http://h/", ":", "\"", "\\", "%{", "default", "#", "\u0001", "\u00e9", "999999", ","};
        for (int i = 0; i < 5_000; i++) {
            StringBuilder line = new StringBuilder(random.nextBoolean() ? "ErrorDocument " : "ProxyErrorOverride ");
            for (int n = random.nextInt(8); n > 0; n--) line.append(words[random.nextInt(words.length)]);
            ScopeDraft scope = Scopes.read(line.toString(), HANDLERS);
            boolean taken = scope.errorOverride.isPresent() || !scope.errorDocuments.isEmpty();
            assertTrue(taken || !scope.problems.sorted().isEmpty(), line::toString);
        }
    }

    @Test
    void documentHasItsPlace() {
        assertEquals("c:2:1", read("ErrorDocument 404 x ;; ErrorDocument 503 default").errorDocuments.get(503).place().toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyErrorOverride             | E@1:19 ProxyErrorOverride needs On or Off -> write ProxyErrorOverride On, or with statuses: ProxyErrorOverride On 500 503
            ProxyErrorOverride yes         | E@1:20 ProxyErrorOverride takes On or Off first, not "yes" -> write ProxyErrorOverride On, or with statuses: ProxyErrorOverride On 500 503
            ProxyErrorOverride 500 503     | E@1:20 ProxyErrorOverride takes On or Off first, not "500" -> write ProxyErrorOverride On 500 503
            ProxyErrorOverride Off 500     | E@1:24 statuses are allowed only after On -> write ProxyErrorOverride Off alone
            ProxyErrorOverride On 399 600  | E@1:23 ProxyErrorOverride takes statuses from 400 to 599, not "399" ;; E@1:27 ProxyErrorOverride takes statuses from 400 to 599, not "600"
            ProxyErrorOverride On 500,503  | E@1:23 ProxyErrorOverride takes statuses from 400 to 599, not "500,503" -> list each status, separated by spaces
            ProxyErrorOverride On 500-503  | E@1:23 ProxyErrorOverride takes statuses from 400 to 599, not "500-503" -> list each status, separated by spaces
            ProxyErrorOverride On 5xx      | E@1:23 ProxyErrorOverride takes statuses from 400 to 599, not "5xx" -> list each status; without statuses, all from 400 up are overridden
            ProxyErrorOverride On # mine   | E@1:23 ProxyErrorOverride takes statuses from 400 to 599, not "#" -> a comment cannot follow a directive on its line
            ErrorDocument                  | E@1:14 ErrorDocument needs a status and a text, a local path or a URL -> write ErrorDocument 503 /sorry.html
            ErrorDocument 503              | E@1:18 ErrorDocument needs a status and a text, a local path or a URL -> write ErrorDocument 503 /sorry.html
            ErrorDocument 600 x            | E@1:15 ErrorDocument takes a status from 200 to 599, not "600"
            ErrorDocument 5xx x            | E@1:15 ErrorDocument takes a status from 200 to 599, not "5xx"
            ErrorDocument /x 503           | E@1:15 ErrorDocument takes a status from 200 to 599, not "/x"
            ErrorDocument 302 /x           | N@1:15 status 302 is not an error: this document is sent only if a Redirect or RewriteRule line answers with this status
            ErrorDocument 503 We are back  | E@1:22 ErrorDocument takes one argument after the status -> put a text with spaces in quotes
            ErrorDocument 503 /x # mine    | E@1:22 ErrorDocument takes one argument after the status -> a comment cannot follow a directive on its line
            ErrorDocument 401 http://h/    | W@1:19 a URL cannot be the document of 401: the redirect would hide the challenge; this line is ignored, as httpd does -> write a text or a local path
            ErrorDocument 503 Sorry:gone   | W@1:19 "Sorry:gone" is read as a URL, so the client is redirected to it -> put a space after the colon if this is a text
            ErrorDocument 503 sorry.html   | W@1:19 "sorry.html" is sent to the client as a text -> a local path begins with a slash: /sorry.html
            ErrorDocument 503 errors/503   | W@1:19 "errors/503" is sent to the client as a text -> a local path begins with a slash: /errors/503
            ErrorDocument 503 "No %{REQUEST_URI}" | E@1:23 an expression in an ErrorDocument is not supported -> write the text without %{…}
            ErrorDocument 503 http://h/\u0001x| E@1:28 a URL must not contain a control character
            ErrorDocument 503 /a\u0001x    | E@1:21 a path must not contain a control character
            """)
    void mistakeIsReportedWithPlaceAndHint(String text, String expected) {
        assertEquals(expected, Scopes.problems(Scopes.read(text, HANDLERS)));
    }
}
