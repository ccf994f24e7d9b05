package io.github.passmatch.config.directive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.rules.reverse.CookieRule;
import io.github.passmatch.rules.reverse.SetCookie;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests ProxyPassReverseCookiePath and -Domain (Path and Domain in the tables): the changed Set-Cookie field, and the messages about mistakes. */
class CookieLinesTest {

    private static final Map<String, Scopes.Handler> HANDLERS = Map.of("Path", CookieLines::path, "Domain", CookieLines::domain);

    private static List<CookieRule> rules(String text) {
        ScopeDraft scope = Scopes.read(text, HANDLERS);
        assertFalse(scope.problems.hasErrors(), () -> Scopes.problems(scope));
        return scope.cookies;
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Path /x /a                          | s=1; path=/x; HttpOnly                | s=1; path=/a; HttpOnly
            Path /x /a                          | s=1; Path=/x/y;Secure                 | s=1; Path=/a/y;Secure
            Path /x /a                          | s=1;PATH=/x                           | s=1;PATH=/a
            Path /x /a                          | s=1; path = /x ; Secure               | s=1; path = /a ; Secure
            Path /x /a                          | s=1; path=/x/                         | s=1; path=/a/
            Path /x /a                          | s=1; path=/xyz                        | s=1; path=/xyz
            Path /x /a                          | s=1; path=/X                          | s=1; path=/X
            Path /x /a                          | s=1; path=/                           | s=1; path=/
            Path /x /a                          | s=1; path="/x"                        | s=1; path="/x"
            Path /x /a                          | s=1; path=                            | s=1; path=
            Path /x /a                          | s=1; path                             | s=1; path
            Path /x /a                          | s=1; path; x=/x; path=/x              | s=1; path; x=/x; path=/a
            Path /x /a                          | s=1; HttpOnly                         | s=1; HttpOnly
            Path /x /a                          | path=/x                               | path=/x
            Path /x /a                          | path=/x; path=/x                      | path=/x; path=/a
            Path /x /a                          | s=1; path=/x; path=/x/y               | s=1; path=/a; path=/a/y
            Path /x /a                          | s=1; xpath=/x; path2=/x               | s=1; xpath=/x; path2=/x
            Path /x /a                          | s="1; path=/x"; a                     | s="1; path=/x"; a
            Path /x /a                          | ; ; path=/x ; ;                       | ; ; path=/a ; ;
            Path /x /                           | s=1; path=/x                          | s=1; path=/
            Path /x /                           | s=1; path=/x/y                        | s=1; path=/y
            Path / /a                           | s=1; path=/                           | s=1; path=/a
            Path / /a                           | s=1; path=/y                          | s=1; path=/a/y
            Path / /a/                          | s=1; path=/y                          | s=1; path=/a/y
            Path /x/ /a/                        | s=1; path=/x/y                        | s=1; path=/a/y
            Path /x/ /a/                        | s=1; path=/x                          | s=1; path=/x
            Path / /root ;; Path /x /a          | s=1; path=/x                          | s=1; path=/root/x
            Path /x /a ;; Path / /root          | s=1; path=/x                          | s=1; path=/a
            Path /a /b ;; Path /b /c            | s=1; path=/a                          | s=1; path=/b
            Domain int.example.org pub.example  | s=1; domain=INT.example.org; path=/x  | s=1; domain=pub.example; path=/x
            Domain int.example.org pub.example  | s=1; Domain=.int.example.org          | s=1; Domain=pub.example
            Domain .int.example.org .pub.example | s=1; domain=int.example.org          | s=1; domain=.pub.example
            Domain int.example.org pub.example  | s=1; domain=sub.int.example.org       | s=1; domain=sub.int.example.org
            Domain int.example.org pub.example  | s=1; domain=int.example.org.foo       | s=1; domain=int.example.org.foo
            Domain int.example.org pub.example  | domain=int.example.org                | domain=int.example.org
            Domain x y ;; Path /x /a            | s=1; path=/x; domain=x                | s=1; path=/a; domain=y
            Domain /x y                         | s=1; path=/x                          | s=1; path=/x
            """)
    void onlyTheMappedTextChanges(String lines, String cookie, String expected) {
        assertEquals(expected, SetCookie.map(cookie, rules(lines), ""));
    }

    @Test
    void otherBytesDoNotChange() {
        List<CookieRule> rules = rules("Path /x /a ;; Domain h g");
        Random random = new Random(20260724);
        String alphabet = "abpth=;, \t\"/x\u00c3\u0080\u00ff.";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder cookie = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) cookie.append(alphabet.charAt(random.nextInt(alphabet.length())));
            String before = cookie + "; Max-Age=5\t;\tPath=";
            String mapped = SetCookie.map(before + "/x; Secure \u00e9", rules, "");
            assertEquals("/a; Secure \u00e9", mapped.substring(mapped.length() - 12), before);
        }
        String untouched = "s=\u00c3\u0080; Expires=Wed, 21 Oct 2065 07:28:00 GMT; Path=/y ;;";
        assertSame(untouched, SetCookie.map(untouched, rules, ""));
    }

    @Test
    void ruleHasItsPlaceAndItsInterpolateFlag() {
        List<CookieRule> rules = rules("Path /\u00e9 /a ;; Domain h g INTERPOLATE");
        assertEquals("c:2:1", rules.get(1).place().toString());
        assertEquals(List.of(false, true), rules.stream().map(CookieRule::interpolate).toList());
        assertEquals("s; path=/a/b", SetCookie.map("s; path=/\u00c3\u00a9/b", rules, ""));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Path                     | E@1:5 Path needs the upstream's path and the one for the client -> write Path /app /public
            Path /x                  | E@1:8 Path needs the upstream's path and the one for the client -> write Path /app /public
            Domain h                 | E@1:9 Domain needs the upstream's domain and the one for the client -> write Domain app.internal www.example.org
            Path /x /a b             | E@1:12 "b" is not allowed after the two arguments of Path -> only interpolate is
            Path /x /a # mine        | E@1:12 "#" is not allowed after the two arguments of Path -> a comment cannot follow a directive on its line
            Path /x /a interpolate b | E@1:24 "b" is not allowed after the two arguments of Path -> only interpolate is
            Path /x "/a; Secure"     | E@1:12 a cookie's path must not contain a semicolon
            Path /x "/a\u0001"       | E@1:12 a cookie's path must not contain a control character
            Domain "h\u0007" g       | E@1:10 a cookie's domain must not contain a control character
            Path x /a                | W@1:6 the path "x" does not begin with a slash, so no cookie has this path -> write "/x"
            Path http://h/x /a       | W@1:6 the path "http://h/x" does not begin with a slash, so no cookie has this path -> write the path alone, without scheme and host
            Domain h:8080 g          | W@1:8 "h:8080" is never the domain of a cookie -> write only the host name, without scheme, port and path
            Domain http://h/ g       | W@1:8 "http://h/" is never the domain of a cookie -> write only the host name, without scheme, port and path
            """)
    void mistakeIsReportedWithPlaceAndHint(String text, String expected) {
        assertEquals(expected, Scopes.problems(Scopes.read(text, HANDLERS)));
    }
}
