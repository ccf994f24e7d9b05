package io.github.passmatch.config.directive;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.fields.FieldContext;
import io.github.passmatch.rules.fields.FieldEdits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests RequestHeader and Header: the changed fields, and the messages about mistakes. */
class FieldEditLinesTest {

    private static final Map<String, Scopes.Handler> HANDLERS = Map.of("RequestHeader", FieldEditLines::requestHeader, "Header", FieldEditLines::header,
            "SetEnv", EnvironmentLines::setEnv, "SetEnvIf", EnvironmentLines::setEnvIf);

    private static ScopeDraft read(String text) {
        return Scopes.read(text, HANDLERS);
    }

    private static FieldContext context(ScopeDraft scope, RequestFacts request) {
        return Scopes.context(request, Scopes.environment(scope, request), 1_795_557_393_000_001L, () -> 250);
    }

    private static String ofRequest(String lines, RequestFacts request) {
        ScopeDraft scope = read(lines);
        assertEquals("", Scopes.problems(scope).replaceAll("[WN]@.*", ""));
        return show(new FieldEdits(scope.fieldEdits).ofRequest(request.fields(), context(scope, request)));
    }

    private static String show(List<Field> fields) {
        return fields.stream().map(field -> field.name() + ": " + field.value()).collect(joining(" ; "));
    }

    @ParameterizedTest(name = "{0} makes {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            RequestHeader set X 1                        | A: a                       | A: a ; X: 1
            RequestHeader set X: 1                       | A: a                       | A: a ; X: 1
            RequestHeader SET X 1                        | x: 0 ; A: a ; X: 2         | x: 1 ; A: a
            RequestHeader set X ""                       | X: 0                       | X:
            RequestHeader set X "a b"                    | A: a                       | A: a ; X: a b
            RequestHeader add X 1                        | X: 0 ; A: a                | X: 0 ; A: a ; X: 1
            RequestHeader append X 1                     | A: a                       | A: a ; X: 1
            RequestHeader append X 3                     | X: 1 ; A: a ; X: 2         | X: 1, 2, 3 ; A: a
            RequestHeader append Cookie c=3              | Cookie: a=1 ; Cookie: b=2  | Cookie: a=1; b=2, c=3
            RequestHeader merge X 2                      | X: 1 ; X: 2                | X: 1, 2
            RequestHeader merge X 2                      | X: 1,2,3                   | X: 1,2,3
            RequestHeader merge X 2                      | X: "1,2,3"                 | X: "1,2,3", 2
            RequestHeader merge X 2                      | A: a                       | A: a ; X: 2
            RequestHeader merge X a                      | X: a , b                   | X: a , b, a
            RequestHeader set X "%%%{V}e%"               | A: a                       | A: a ; X: %%
            RequestHeader set X:foo bar                  | A: a                       | A: a ; X: bar
            RequestHeader merge X b                      | X: B                       | X: B, b
            RequestHeader unset x                        | X: 1 ; A: a ; X: 2         | A: a
            RequestHeader setifempty X 1                 | A: a                       | A: a ; X: 1
            RequestHeader setifempty X 1                 | X: 0                       | X: 0
            RequestHeader edit X b z                     | X: abcb                    | X: azcb
            RequestHeader edit* X b z                    | X: abcb                    | X: azcz
            RequestHeader edit X b z                     | A: b                       | A: b
            RequestHeader edit X x z                     | X: b                       | X: b
            RequestHeader edit X (b)(c)? [$1$2$0$3]      | X: ab                      | X: a[bb]
            RequestHeader edit X b "\\\\\\$1 a\\\\tb"    | X: b                       | X: $1 a      b
            RequestHeader edit X ^.*$ ""                 | X: b                       | X:
            RequestHeader edit* X ^a b                   | X: aaca                    | X: bbca
            RequestHeader edit* X x* -                   | X: ab                      | X: -a-b
            RequestHeader edit X (?i)B z                 | X: ab                      | X: az
            RequestHeader edit X "1, 2" z                | X: 1 ; X: 2                | X: z
            RequestHeader edit X b "%{V}e"               | X: b | X:
            SetEnv V 1 ;; RequestHeader set X "%{V}e-%{v}e-%{W}e" | A: a              | A: a ; X: 1-1-
            SetEnv V 1 ;; RequestHeader set X 2 env=V    | A: a                       | A: a ; X: 2
            SetEnv V 1 ;; RequestHeader set X 2 ENV=!V   | A: a                       | A: a
            RequestHeader set X 2 env=!V                 | A: a                       | A: a ; X: 2
            RequestHeader set X 2 env=V                  | A: a                       | A: a
            RequestHeader unset X env=V                  | X: a                       | X: a
            RequestHeader edit X a b env=V               | X: a                       | X: a
            SetEnvIf X a V ;; RequestHeader unset X ;; RequestHeader set Y %{V}e | X: a | Y: 1
            RequestHeader set X "100%% %t %D %"          | A: a                       | A: a ; X: 100% t=1795557393000001 D=250 %
            RequestHeader set X "%{HTTPS}s-%{SSL_CIPHER}s" | A: a                     | A: a ; X: on-
            RequestHeader set X "a\\\\\\\\b\\\\qc"       | A: a                       | A: a ; X: a\\b\\qc
            RequestHeader set X $1                       | A: a                       | A: a ; X: $1
            SetEnvIf X (.*) V=$1 ;; RequestHeader edit Y b %{V}e | X: \\$0$1 ; Y: b   | X: \\$0$1 ; Y: \\$0$1
            RequestHeader append X late ;; RequestHeader set X first early | X: c     | X: first, late
            RequestHeader edit Destination ^https: http: early | Destination: https://h/a | Destination: http://h/a
            SetEnv V 1 ;; RequestHeader set X %{V}e early | A: a                      | A: a ; X:
            RequestHeader unset X early                  | X: a                       | ``
            RequestHeader set Transfer-Encoding chunked  | A: a                       | A: a
            RequestHeader unset Content-Length           | Content-Length: 5          | Content-Length: 5
            """)
    void requestFieldsAreEdited(String lines, String before, String after) {
        String expected = after.endsWith(":") ? after + " " : after;
        assertEquals(expected.replaceAll("(?<=a) {6}(?=b)", "\t"), ofRequest(lines, Scopes.request("GET / " + before)));
    }

    @ParameterizedTest(name = "{0} makes {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Header set X 1                                    | A: a                           | A: a ; X: 1                     | ``
            Header onsuccess set X 1                          | X: a                           | X: 1                            | ``
            Header always set X 1                             | X: u ; A: a                    | X: 1 ; X: u ; A: a              | X: 1
            Header always set X 1 early                       | A: a                           | X: 1 ; A: a                     | X: 1
            Header always append X 2 ;; Header always set X 1 early | A: a                     | X: 1, 2 ; A: a                  | X: 1, 2
            Header always unset X                             | X: u                           | X: u                            | ``
            Header always set X 1 ;; Header always append X 2 | A: a                           | X: 1, 2 ; A: a                  | X: 1, 2
            Header set X 1 ;; Header always set X 2           | X: u                           | X: 2 ; X: 1                     | X: 2
            Header always set Content-Type text/x             | Content-Type: text/html ; A: a | Content-Type: text/x ; A: a     | Content-Type: text/x
            Header always edit Content-Type html x            | Content-Type: text/html ; A: a | A: a ; Content-Type: text/x     | ``
            Header always unset Content-Type                  | Content-Type: text/html ; A: a | Content-Type: text/html ; A: a  | ``
            Header append Content-Type text/x                 | Content-Type: text/html ; A: a | Content-Type: text/html ; A: a  | ``
            Header always add Content-Type text/x             | Content-Type: text/html ; A: a | Content-Type: text/html ; A: a  | Content-Type: text/x
            Header add Content-Type text/x                    | A: a                           | A: a ; Content-Type: text/x     | ``
            Header unset Content-Type                         | Content-Type: text/html ; A: a | A: a                            | ``
            Header always set Server y                        | Server: u ; A: a               | Server: y ; A: a                | Server: y
            Header set Content-Type text/x                    | Content-Type: text/html ; A: a | Content-Type: text/x ; A: a     | ``
            Header append X 3                                 | X: 1 ; X: 2                    | X: 1, 3 ; X: 2                  | ``
            Header edit Set-Cookie ^(.*)$ "$1; Secure"        | Set-Cookie: a=1 ; Set-Cookie: b | Set-Cookie: a=1; Secure ; Set-Cookie: b; Secure | ``
            Header echo ^X-                                   | A: a                           | A: a ; X-One: 1 ; X-Two: 2      | ``
            Header always echo ^x-                            | A: a                           | A: a                            | ``
            Header echo .                                     | A: a                           | A: a ; X-One: 1 ; X-Two: 2 ; Host: h | ``
            Header set Content-Length 1                       | Content-Length: 9              | Content-Length: 9               | ``
            """)
    void responseFieldsAreEdited(String lines, String upstream, String answer, String ownAnswer) {
        ScopeDraft scope = read(lines);
        FieldContext context = context(scope, Scopes.request("GET / X-One: 1 ; X-Two: 2 ; Connection: close ; Content-Length: 0 ; Host: h"));
        FieldEdits edits = new FieldEdits(scope.fieldEdits);
        assertEquals(answer, show(edits.ofAnswer(Scopes.fields(upstream), context)));
        assertEquals(ownAnswer, show(edits.ofOwnAnswer(context)));
    }

    @Test
    void innerScopesEditAfterOuterScopes() {
        FieldEdits outer = new FieldEdits(read("RequestHeader append X server").fieldEdits);
        ScopeDraft inner = read("RequestHeader append X location");
        FieldContext context = context(inner, Scopes.request("GET /"));
        assertEquals("X: server, location", show(FieldEdits.NONE.then(outer).then(new FieldEdits(inner.fieldEdits)).ofRequest(List.of(), context)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"RequestHeader set X %{V}e", "RequestHeader add X %{V}e", "RequestHeader append X %{V}e", "RequestHeader merge X %{V}e",
            "RequestHeader setifempty X %{V}e", "RequestHeader add X 0 ;; RequestHeader edit X 0 %{V}e", "RequestHeader add X 0 ;; RequestHeader edit* X 0 %{V}e"})
    void requestCannotInsertALineEnd(String lines) {
        ScopeDraft scope = read(lines);
        Environment environment = new Environment();
        environment.set("V", "a\r\nEvil: 1\u0000\u0001\tb\u007f");
        FieldContext context = Scopes.context(Scopes.request("GET /"), environment, 0, () -> 0);
        assertEquals("X: a  Evil: 1  \tb ", show(new FieldEdits(scope.fieldEdits).ofRequest(List.of(), context)));
    }

    @Test
    void tooSlowOrTooLargeEditKeepsTheValue() {
        String value = "a".repeat(60);
        assertEquals("X: " + value, assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ofRequest("RequestHeader edit X ^(a|a)*b z", Scopes.request("GET / X: " + value))));
        String large = "a".repeat(8000);
        assertEquals("X: " + large, ofRequest("SetEnvIf X (.*) V=$1 ;; RequestHeader edit* X a %{V}e", Scopes.request("GET / X: " + large)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            RequestHeader                          | E@1:14 RequestHeader needs an action -> write RequestHeader set Name value
            Header always                          | E@1:14 Header needs an action -> write Header set Name value
            RequestHeader ste X 1                  | E@1:15 unknown action "ste" -> did you mean "set"?
            Header X-Frame-Options DENY            | E@1:8 unknown action "X-Frame-Options" -> actions are set, append, merge, add, unset, edit, edit*, setifempty and echo
            RequestHeader always set X 1           | E@1:15 unknown action "always" -> only Header takes always and onsuccess
            Header note X 1                        | E@1:8 note is not supported: there are no modules which read notes
            RequestHeader echo ^X                  | E@1:15 echo is an action of Header: it copies a field of the request into the response
            RequestHeader set                      | E@1:18 RequestHeader set needs the name of a field -> write RequestHeader set Name value
            RequestHeader unset                    | E@1:20 RequestHeader unset needs the name of a field -> write RequestHeader unset Name
            Header set X                           | E@1:13 Header set needs a value -> write Header set Name value
            Header edit X a                        | E@1:16 Header edit needs a regular expression and a replacement -> write Header edit Name regex replacement
            Header set X a b                       | E@1:16 "b" is not allowed here; only env=NAME and expr=condition are -> a value with spaces needs quotes
            Header set X a b c                     | E@1:18 Header set takes no more arguments -> a value with spaces needs quotes
            Header unset X a                       | E@1:16 "a" is not allowed here; only env=NAME and expr=condition are
            Header unset X a b                     | E@1:18 Header unset takes no more arguments
            Header set X a early                   | W@1:16 Header ... early has no effect on responses of the upstream, as in httpd -> remove early, or write Header always
            RequestHeader set X a env=V early      | E@1:29 RequestHeader set takes no more arguments -> a value with spaces needs quotes
            Header set X a expr=-f                 | E@1:21 the test -f is not supported
            Header set X a "expr=%{HTTPS} == on"   | E@1:34 expected a text: %{NAME}, a function, or a word in quotes -> write 'on' in quotes
            Header set X "expr=é%{A}"         | E@1:21 the variable A is not supported -> supported are the facts of the request, such as REMOTE_ADDR, HTTP_HOST and HTTP:field, and ENV:variable
            Header set X a env=                    | E@1:16 the name of the variable is missing -> write env=NAME or env=!NAME
            Header set X a env=!                   | E@1:16 the name of the variable is missing -> write env=NAME or env=!NAME
            Header set "X Y" a                     | E@1:12 "X Y" is not a valid field name -> names consist of letters, digits and -
            Header set : a                         | E@1:12 ":" is not a valid field name -> names consist of letters, digits and -
            Header set X "a %{b}x"                 | E@1:17 unknown format %{b}x -> the formats are %t, %D, %{NAME}e and %{NAME}s; write %% for a percent sign
            Header set X 50%off                    | E@1:16 unknown format %o -> the formats are %t, %D, %{NAME}e and %{NAME}s; write %% for a percent sign
            Header set X %{b                       | E@1:14 %{ is never closed -> write %{NAME}e, or %% for a percent sign
            Header set X "\u00e9%o"                | E@1:16 unknown format %o -> the formats are %t, %D, %{NAME}e and %{NAME}s; write %% for a percent sign
            Header set X "a\\nB: c"                | E@1:16 a field value cannot contain a line end -> write \\\\ for a backslash
            Header edit X a( b                     | E@1:17 the regular expression cannot be compiled: Unclosed group
            Header echo a(                         | E@1:15 the regular expression cannot be compiled: Unclosed group
            Header edit X (a) $2                   | W@1:19 the replacement refers to $2, but the expression has 1 group; the reference yields empty text
            Header set X %{SSL_SRP_USER}s          | W@1:14 %{SSL_SRP_USER}s is always empty: Passmatch does not know this variable of mod_ssl
            RequestHeader set Transfer-Encoding x  | W@1:19 Transfer-Encoding is set by the proxy itself for each message, so this line has no effect -> remove the line
            Header unset Content-Length            | W@1:14 Content-Length is set by the proxy itself for each message, so this line has no effect -> remove the line
            """)
    void mistakeIsReportedWithPlaceAndHint(String text, String expected) {
        assertEquals(expected, Scopes.problems(read(text)));
    }
}
