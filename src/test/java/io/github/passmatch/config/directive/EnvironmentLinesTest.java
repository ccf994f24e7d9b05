package io.github.passmatch.config.directive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests SetEnv, SetEnvIf and similar directives: the variables of a request, and the messages about mistakes. */
class EnvironmentLinesTest {

    private static final Map<String, Scopes.Handler> HANDLERS = Map.of(
            "SetEnv", EnvironmentLines::setEnv, "UnsetEnv", EnvironmentLines::unsetEnv, "PassEnv", EnvironmentLines::passEnv,
            "SetEnvIf", EnvironmentLines::setEnvIf, "SetEnvIfNoCase", EnvironmentLines::setEnvIfNoCase, "SetEnvIfExpr", EnvironmentLines::setEnvIfExpr,
            "BrowserMatch", EnvironmentLines::browserMatch, "BrowserMatchNoCase", EnvironmentLines::browserMatchNoCase);

    private static ScopeDraft read(String text) {
        return Scopes.read(text, HANDLERS);
    }

    @ParameterizedTest(name = "{0} on {1}: V is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SetEnv V a                                              | GET /                        | a
            SetEnv V                                                | GET /                        | ``
            SetEnv v a                                              | GET /                        | a
            SetEnv V a ;; SetEnv v b                                | GET /                        | b
            SetEnv V "a b"                                          | GET /                        | a b
            SetEnv V a ;; UnsetEnv v                                | GET /                        |
            SetEnv V a ;; UnsetEnv X V ;; SetEnv V b                | GET /                        | b
            PassEnv HOME_OF ;; SetEnvIf HOME_OF . V                 | GET /                        |
            SetEnvIf X-A "a(.)c" V                                  | GET / X-A: xabcx             | 1
            SetEnvIf x-a "a(.)c" V=$1-$0-$2                         | GET / X-A: xabcx             | b-abc-
            SetEnvIf X-A "a(.)c" V=\\$1                             | GET / X-A: xabcx             | $1
            SetEnvIf X-A abc V=$0                                   | GET / X-A: xabcx             | $0
            SetEnvIf X-A a\\.c V=$0                                 | GET / X-A: a.c               | $0
            SetEnvIf X-A a\\.c V                                    | GET / X-A: abc               |
            SetEnvIf X-A ABC V                                      | GET / X-A: abc               |
            SetEnvIfNoCase X-A ABC V                                | GET / X-A: abc               | 1
            SetEnvIf X-A ^$ V                                       | GET /                        | 1
            SetEnvIf X-A . V                                        | GET /                        |
            SetEnvIf X-A "^1, 2$" V                                 | GET / X-A: 1 ; x-a: 2        | 1
            SetEnvIf ^X- b V=$0                                     | GET / X-Any: b               |  $0
            SetEnvIf ^X- "(.)" V=$1                                 | GET / X-A: 1 ; Y: 2 ; X-B: 3 | 3
            SetEnvIf ^x- "(.)" V=$1                                 | GET / X-A: 1                 |
            SetEnvIfNoCase ^x- "(.)" V=$1                           | GET / X-A: 1                 | 1
            SetEnvIf Remote_Addr ^192\\.0\\.2\\. V                  | GET /                        | 1
            SetEnvIf REMOTE_HOST (.*) V=$1                          | GET /                        | 192.0.2.7
            SetEnvIf Server_Addr (.*) V=$1                          | GET /                        | 198.51.100.1
            SetEnvIf Request_Method ^POST$ V=p                      | POST /                       | p
            SetEnvIf Request_Method ^POST$ V=p                      | GET /                        |
            SetEnvIf Request_Protocol "HTTP/(1.1)" V=$1             | GET /                        | 1.1
            SetEnvIf Request_URI "^/a%20(.)" V=$1                   | GET /a%20b                   | b
            SetEnvIf X ".*" V=$0 ;; SetEnvIf V . V=$0$0            | GET / X: a                   | aa
            SetEnvIf X ".*" V=$0 ;; SetEnvIf V (.) V=$1$1          | GET / X: a                   | aa
            SetEnvIf X a V=1 V=2                                    | GET / X: a                   | 2
            SetEnvIf X "a{" V=$0                                    | GET / X: a{                  | a{
            SetEnvIf Request_URI ^/a W=x ;; SetEnvIf W x V          | GET /a                       | 1
            SetEnvIf Request_URI ^/a W=x ;; SetEnvIf W x V          | GET /a W: y                  |
            SetEnvIf Request_URI ^/ V ;; SetEnvIf Request_URI ^/a !V | GET /a                      |
            SetEnvIf Request_URI ^/ V ;; SetEnvIf Request_URI ^/a !V | GET /b                      | 1
            SetEnvIf Request_URI ^/ V=!x                            | GET /b                       |
            SetEnvIf Request_URI ^/ W=1 V=2 X                       | GET /b                       | 2
            SetEnvIf Request_URI ^/ V=a=b                           | GET /b                       | a=b
            SetEnvIf Request_URI ^/ V=                              | GET /b                       | 1
            SetEnvIf Request_URI ^/ V=1 ;; SetEnvIf Request_URI ^/ v=2 | GET /b                    | 2
            BrowserMatch "^Moz(.*)" V=$1                            | GET / User-Agent: Mozilla    | illa
            BrowserMatch ^moz V                                     | GET / User-Agent: Mozilla    |
            BrowserMatchNoCase ^moz V                               | GET / User-Agent: Mozilla    | 1
            SetEnvIf Request_URI ^/ V=if ;; SetEnv V plain          | GET /                        | if
            SetEnv V plain ;; SetEnvIf Request_URI ^/ V=if          | GET /                        | if
            SetEnvIf Request_URI ^/ V=if ;; UnsetEnv V              | GET /                        | if
            SetEnv W x ;; SetEnvIf W x V                            | GET /                        |
            """)
    void variableIsSetAsInHttpd(String lines, String request, String expected) {
        ScopeDraft scope = read(lines);
        assertFalse(scope.problems.hasErrors(), () -> Scopes.problems(scope));
        assertEquals(expected, Scopes.environment(scope, Scopes.request(request)).get("V"));
    }

    @Test
    void theProcessEnvironmentIsPassedOn() {
        Environment environment = Scopes.environment(read("PassEnv HOME_OF EMPTY ;; UnsetEnv EMPTY"), Scopes.request("GET /"));
        assertEquals("/srv", environment.get("HOME_OF"));
        assertFalse(environment.has("EMPTY"));
    }

    @Test
    void valuesAreByteStrings() {
        assertEquals("\u00c3\u00a9", Scopes.environment(read("SetEnv V \u00e9"), Scopes.request("GET /")).get("V"));
        assertTrue(Scopes.environment(read("SetEnvIf X-A ^\u00e9$ V"), Scopes.request("GET / X-A: \u00c3\u00a9")).has("V"));
    }

    @Test
    void settingsHaveTheirPlace() {
        EnvironmentSetting.Set set = EnvironmentSetting.merge(read("SetEnv a 1 ;; SetEnv Proxy-SendCL 1").settings).get("proxy-sendcl");
        assertEquals("c:2:8", set.place().toString());
    }

    @Test
    void tooSlowExpressionIsStopped() {
        ScopeDraft scope = read("SetEnvIf X-A ^(a|a)*b V");
        Environment environment = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Scopes.environment(scope, Scopes.request("GET / X-A: " + "a".repeat(60))));
        assertFalse(environment.has("V"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SetEnv                           | E@1:7 SetEnv takes a name and a value -> write SetEnv name value
            SetEnv V a b                     | E@1:12 SetEnv takes a name and a value -> a value with spaces needs quotes
            UnsetEnv                         | E@1:9 UnsetEnv takes names -> write UnsetEnv name
            PassEnv                          | E@1:8 PassEnv takes names -> write PassEnv NAME
            PassEnv HOME_OFF                 | W@1:9 the process has no variable "HOME_OFF" to pass on -> did you mean "HOME_OF"?
            SetEnvIf                         | E@1:9 SetEnvIf needs an attribute of the request -> write SetEnvIf attribute regex name[=value]
            SetEnvIf X                       | E@1:11 SetEnvIf needs a regular expression -> write SetEnvIf attribute regex name[=value]
            SetEnvIf X "" V                  | E@1:12 SetEnvIf needs a regular expression -> write SetEnvIf attribute regex name[=value]
            SetEnvIf X a                     | E@1:13 SetEnvIf needs a variable to set -> write SetEnvIf attribute regex name[=value]
            SetEnvIf X a( V                  | E@1:14 the regular expression cannot be compiled: Unclosed group
            SetEnvIf "X(" a V                | E@1:13 the regular expression for names of fields cannot be compiled: Unclosed group
            SetEnvIf X a =b                  | E@1:14 a variable's name is missing -> write SetEnvIf attribute regex name[=value]
            SetEnvIf X a !                   | E@1:14 a variable's name is missing -> write SetEnvIf attribute regex name[=value]
            SetEnvIf OID("1.2") a V          | E@1:10 OID(…) is not supported: client certificates are not seen here
            SetEnvIf Remote_Host a V         | N@1:10 Remote_Host is the client's address here: names are not looked up -> write Remote_Addr
            SetEnvIf X a V 1                 | W@1:16 "1" is read as the name of another variable -> write name=value to set a value
            SetEnvIf X a proxy-nokeepaliv    | W@1:14 mod_proxy does not read a variable "proxy-nokeepaliv" -> did you mean "proxy-nokeepalive"?
            BrowserMatch                     | E@1:13 BrowserMatch needs a regular expression -> write BrowserMatch regex name[=value]
            BrowserMatch Moz                 | E@1:17 BrowserMatch needs a variable to set -> write BrowserMatch regex name[=value]
            SetEnvIfExpr                     | E@1:13 SetEnvIfExpr needs an expression -> write SetEnvIfExpr "expression" name[=value]
            SetEnvIfExpr "true"              | E@1:20 SetEnvIfExpr needs a variable to set -> write SetEnvIfExpr "expression" name[=value]
            SetEnvIfExpr "true and" V        | E@1:23 expected a text: %{NAME}, a function, or a word in quotes
            SetEnv proxy-keepalive 1         | W@1:8 there is no variable proxy-keepalive, so this line has no effect -> connections are kept for the next request with enablereuse=on on the rule
            SetEnv proxy-nokeepalive 0       | W@1:8 proxy-nokeepalive only switches reuse off; its presence counts, not the value "0" -> remove the line, or UnsetEnv it; reuse is switched on by enablereuse=on on the rule
            SetEnv force-proxy-request-1.0 1 | W@1:8 force-proxy-request-1.0 switches reuse off: HTTP/1.0 keeps no connection -> remove the line; reuse is switched on by enablereuse=on on the rule
            SetEnv proxy-interim-response no | W@1:31 proxy-interim-response is RFC or Suppress; "no" counts as Suppress, as in httpd
            SetEnv proxy-interim-response    | W@1:30 proxy-interim-response is RFC or Suppress; "" counts as Suppress, as in httpd
            SetEnv proxy-interim-response RFC | ``
            SetEnvIf X a proxy-interim-response | W@1:14 proxy-interim-response is RFC or Suppress; "1" counts as Suppress, as in httpd
            SetEnvIf X a proxy-interim-response=b | W@1:37 proxy-interim-response is RFC or Suppress; "b" counts as Suppress, as in httpd
            SetEnvIf X a proxy-interim-response=suppress | ``
            SetEnv proxy-foo 1               | W@1:8 mod_proxy does not read a variable "proxy-foo"
            """)
    void mistakeIsReportedWithPlaceAndHint(String text, String expected) {
        assertEquals(expected, Scopes.problems(read(text)));
    }
}
