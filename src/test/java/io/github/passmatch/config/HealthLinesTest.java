package io.github.passmatch.config;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.health.HealthExpression;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which health checks the lines give, and the messages about mistakes. */
class HealthLinesTest {

    private static String show(Problems problems) {
        return problems.sorted().stream().filter(problem -> !problem.message().startsWith("balancers are not supported")).map(HealthLinesTest::show).collect(joining(" ;; "));
    }

    private static String show(Problem problem) {
        return problem.severity().name().charAt(0) + "@" + problem.place().line() + ":" + problem.place().column() + " " + problem.message() + (problem.hint().isEmpty() ? "" : " -> " + problem.hint());
    }

    private static Optional<HealthCheck> check(String lines, Problems problems) {
        return ReadBalancers.of(lines.replace("\\n", "\n"), problems).stream().flatMap(balancer -> balancer.members().stream()).map(Member::health).findFirst().orElseThrow();
    }

    private static Optional<HealthCheck> check(String lines) {
        Problems problems = new Problems();
        Optional<HealthCheck> check = check(lines, problems);
        assertEquals("", show(problems));
        return check;
    }

    private static HealthCheck of(String parameters) {
        return check("BalancerMember balancer://c http://a " + parameters).orElseThrow();
    }

    private static String show(HealthCheck check) {
        return check.description() + " passes=" + check.passes() + " fails=" + check.fails() + " interval=" + check.interval().toMillis() + " timeout=" + check.timeout().toMillis()
                + check.expression().map(HealthExpression::text).map(text -> " {" + text + "}").orElse("");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hcmethod=TCP                                                | TCP connect passes=1 fails=1 interval=30000 timeout=30000
            hcmethod=get hcuri=/health?a=b                              | GET /health?a=b passes=1 fails=1 interval=30000 timeout=30000
            hcmethod=HEAD11 hcpasses=3 hcfails=2 hcinterval=5           | HEAD / passes=3 fails=2 interval=5000 timeout=5000
            hcmethod=OPTIONS hcpasses=0 hcfails=0 hcinterval=200ms      | OPTIONS * passes=1 fails=1 interval=200 timeout=200
            hcmethod=GET timeout=7                                      | GET / passes=1 fails=1 interval=30000 timeout=7000
            hcmethod=GET hctimeout=2 timeout=7                          | GET / passes=1 fails=1 interval=30000 timeout=2000
            hcmethod=GET hctimeout=2min hcinterval=1                    | GET / passes=1 fails=1 interval=1000 timeout=120000
            """)
    void aMemberHasItsCheck(String parameters, String expected) {
        assertEquals(expected, show(of(parameters)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http://a     | ``              | GET /
            http://a/    | ``              | GET /
            http://a     | hcuri=/hc       | GET /hc
            http://a     | hcuri=hc        | GET /hc
            http://a/    | hcuri=hc        | GET /hc
            http://a/    | hcuri=/hc       | GET /hc
            http://a/m   | ``              | GET /m
            http://a/m   | hcuri=hc        | GET /m/hc
            http://a/m   | hcuri=/hc       | GET /m/hc
            http://a/m/  | hcuri=/hc?x=/y  | GET /m/hc?x=/y
            """)
    void thePathOfTheCheckIsBelowThePathOfTheMemberWithOneSlash(String member, String uri, String expected) {
        assertEquals(expected, check("BalancerMember balancer://c " + member + " hcmethod=GET " + uri).orElseThrow().description());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ProxyHCTemplate t hcmethod=GET hcuri=/hc\\nBalancerMember balancer://c http://a hctemplate=t                    | GET /hc passes=1 fails=1 interval=30000 timeout=30000
            ProxyHCTemplate t hcmethod=GET hcuri=/hc hcfails=3\\nBalancerMember balancer://c http://a hctemplate=T hcuri=/h2 | GET /h2 passes=1 fails=3 interval=30000 timeout=30000
            ProxyHCTemplate t hcmethod=GET hcuri=/hc\\nBalancerMember balancer://c http://a hcuri=/h2 hcfails=9 hctemplate=t  | GET /hc passes=1 fails=1 interval=30000 timeout=30000
            ProxyHCTemplate t hcinterval=5\\nBalancerMember balancer://c http://a hctemplate=t                               | TCP connect passes=1 fails=1 interval=5000 timeout=5000
            ProxyHCTemplate t hcmethod=GET\\nProxyHCTemplate u hctemplate=t hcfails=2\\nBalancerMember balancer://c http://a hctemplate=u | GET / passes=1 fails=2 interval=30000 timeout=30000
            ProxyHCExpr up {%{REQUEST_STATUS} =~ /^[23]/}\\nBalancerMember balancer://c http://a hcmethod=GET hcexpr=up        | GET / passes=1 fails=1 interval=30000 timeout=30000 {%{REQUEST_STATUS} =~ /^[23]/}
            ProxyHCExpr up "hc('body') =~ /UP/"\\nProxyHCTemplate t hcmethod=GET hcexpr=up\\nBalancerMember balancer://c http://a hctemplate=t | GET / passes=1 fails=1 interval=30000 timeout=30000 {hc('body') =~ /UP/}
            ProxyHCExpr up {%{resp:Content-Type} in {'a', 'b'}}\\nBalancerMember balancer://c http://a hcmethod=HEAD hcexpr=UP | HEAD / passes=1 fails=1 interval=30000 timeout=30000 {%{resp:Content-Type} in {'a', 'b'}}
            ProxyHCTPsize 4\\nBalancerMember balancer://c http://a hcmethod=TCP                                              | TCP connect passes=1 fails=1 interval=30000 timeout=30000
            """)
    void templatesAndExpressionsAreNamed(String lines, String expected) {
        assertEquals(expected, show(check(lines).orElseThrow()));
    }

    @Test
    void withoutMethodNothingIsChecked() {
        assertEquals(Optional.empty(), check("BalancerMember balancer://c http://a"));
        assertEquals(Optional.empty(), check("BalancerMember balancer://c http://a hcmethod=NONE"));
        assertEquals(Optional.empty(), check("ProxyHCTemplate t hcmethod=NONE\\nBalancerMember balancer://c http://a hctemplate=t"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            BalancerMember balancer://c http://a hcmethod=CPING          | E@1:47 hcmethod=CPING is a message of AJP, which is not supported -> write hcmethod=TCP, or hcmethod=GET with hcuri
            BalancerMember balancer://c http://a hcmethod=PROVIDER       | E@1:47 hcmethod=PROVIDER is not implemented, also in httpd -> write hcmethod=GET with hcuri, and hcexpr if the body decides
            BalancerMember balancer://c http://a hcmethod=GTE            | E@1:47 hcmethod takes NONE, TCP, OPTIONS, HEAD, GET, OPTIONS11, HEAD11, GET11, not "GTE" -> did you mean "GET"?
            BalancerMember balancer://c http://a hcmethod=GET hcinterval=10ms | E@1:62 hcinterval must be at least 100ms, not 10ms
            BalancerMember balancer://c http://a hcmethod=GET hcfails=-1  | E@1:59 hcfails takes a whole number from 0 up, not "-1"
            BalancerMember balancer://c http://a hcmethod=GET "hcuri=/a b" | E@1:58 hcuri is sent as it is, so it contains no spaces and no control characters -> write %20 for a space
            BalancerMember balancer://c http://a hctemplate=t            | E@1:49 no ProxyHCTemplate before this line has the name "t" -> write ProxyHCTemplate t hcmethod=GET hcuri=/health before this line
            ProxyHCTemplate health hcmethod=GET\\nBalancerMember balancer://c http://a hctemplate=helth | E@2:49 no ProxyHCTemplate before this line has the name "helth" -> did you mean "health"?
            BalancerMember balancer://c http://a hcmethod=GET hcexpr=up\\nProxyHCExpr up {true} | E@1:58 no ProxyHCExpr before this line has the name "up" -> write ProxyHCExpr up {%{REQUEST_STATUS} == 200} before this line
            ProxyHCTemplate t hcmethod=GET\\nProxyHCTemplate t hcmethod=HEAD\\nBalancerMember balancer://c http://a hctemplate=t | W@2:1 this line has no effect: an earlier ProxyHCTemplate has the name "t", and the first one counts, as in httpd -> give it another name
            ProxyHCTemplate t\\nBalancerMember balancer://c http://a      | E@1:18 ProxyHCTemplate needs a name and parameters -> write ProxyHCTemplate web hcmethod=GET hcuri=/health
            ProxyHCTemplate t hcmetod=GET\\nBalancerMember balancer://c http://a | E@1:19 unknown parameter "hcmetod" of a ProxyHCTemplate -> did you mean "hcmethod"?
            ProxyHCTemplate t hcuri\\nBalancerMember balancer://c http://a | E@1:19 hcuri needs a value -> write hcuri=… without spaces around the =
            ProxyHCExpr up\\nBalancerMember balancer://c http://a         | E@1:15 ProxyHCExpr needs a name and an expression -> write ProxyHCExpr up {%{REQUEST_STATUS} == 200}
            ProxyHCExpr up {true\\nBalancerMember balancer://c http://a   | E@1:16 this { is never closed -> write } after the expression
            ProxyHCExpr up {true} x\\nBalancerMember balancer://c http://a | E@1:22 nothing may follow the } of the expression
            ProxyHCExpr up true false\\nBalancerMember balancer://c http://a | E@1:21 ProxyHCExpr takes one expression -> write { before the expression and } after it
            ProxyHCExpr up {%{REQUEST_STATUS} = }\\nBalancerMember balancer://c http://a | E@1:37 expected a text: %{NAME}, a function, or a word in quotes
            ProxyHCExpr up {hc('header') == 'x'}\\nBalancerMember balancer://c http://a | E@1:17 the function hc has only the argument 'body' -> write hc('body')
            ProxyHCExpr aVeryLongName123 {true}\\nBalancerMember balancer://c http://a | E@1:13 the name of a ProxyHCExpr has at most 15 characters, as in httpd
            ProxyHCTPsize x\\nBalancerMember balancer://c http://a        | E@1:15 ProxyHCTPsize takes a whole number from 0 up, not "x"
            BalancerMember balancer://c http://a hcuri=/hc               | W@1:44 nothing is checked without hcmethod -> add hcmethod=GET
            BalancerMember balancer://c http://a hcmethod=TCP hcuri=/hc   | W@1:57 hcuri has no effect with hcmethod=TCP -> write hcmethod=GET
            BalancerMember balancer://c http://a hcmethod=OPTIONS11 hcuri=/hc | W@1:63 hcuri has no effect with hcmethod=OPTIONS11 -> write hcmethod=GET
            ProxyHCExpr up {hc('body') =~ /UP/}\\nBalancerMember balancer://c http://a hcmethod=HEAD hcexpr=up | W@2:59 with hcmethod=HEAD, hc('body') is always empty -> write hcmethod=GET
            ProxyHCExpr up {true}\\nBalancerMember balancer://c http://a hcmethod=TCP hcexpr=up | W@2:58 hcexpr and hcdrain have no effect with hcmethod=TCP: there is no response -> write hcmethod=GET and hcuri
            ProxyPass /a http://a hcmethod=GET\\nBalancerMember balancer://c http://a | W@1:23 hcmethod= has an effect on members of balancers only -> remove the parameter: this rule has one upstream
            <If "%{REQUEST_STATUS} == 200">\\n</If>\\nBalancerMember balancer://c http://a | E@1:6 the variable REQUEST_STATUS is not supported -> supported are the facts of the request, such as REMOTE_ADDR, HTTP_HOST and HTTP:field, and ENV:variable
            """)
    void mistakesAreReportedAtTheirPlace(String lines, String expected) {
        Problems problems = new Problems();
        check(lines, problems);
        assertEquals(expected, show(problems));
    }
}
