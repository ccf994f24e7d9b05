package io.github.passmatch.config;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.balance.BalancerParameters;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.balance.AutoRoute;
import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.Ejection;
import io.github.passmatch.rules.balance.Failover;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.balance.Method;
import io.github.passmatch.rules.balance.StickySession;
import io.github.passmatch.rules.connection.WorkerFlag;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which balancers the lines give, and the messages about mistakes. */
class BalancerLinesTest {

    private static List<Balancer> balancers(Problems problems, String text) {
        return ReadBalancers.of(text.replace("\\n", "\n"), problems);
    }

    private static List<Balancer> balancers(String... lines) {
        Problems problems = new Problems();
        List<Balancer> balancers = balancers(problems, String.join("\n", lines));
        assertEquals("", show(problems));
        return balancers;
    }

    private static Balancer balancer(String... lines) {
        return balancers(lines).get(0);
    }

    private static Balancer.Settings settings(String parameters) {
        return balancer("<Proxy balancer://c>", "BalancerMember http://a", "ProxySet " + parameters, "</Proxy>").settings();
    }

    private static Member member(String parameters) {
        return balancer("BalancerMember balancer://c http://a " + parameters).members().get(0);
    }

    private static String show(Problems problems) {
        return problems.sorted().stream().map(BalancerLinesTest::show).collect(joining(" ;; "));
    }

    private static String show(Problem problem) {
        return problem.severity().name().charAt(0) + "@" + problem.place().line() + ":" + problem.place().column() + " " + problem.message() + (problem.hint().isEmpty() ? "" : " -> " + problem.hint());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            <Proxy balancer://c>\\nBalancerMember http://a/m\\nBalancerMember http://b\\n</Proxy>         | c: http://a/m http://b
            <Proxy Balancer://MyCluster>\\nBalancerMember http://a\\n</Proxy>\\nBalancerMember balancer://MYCLUSTER http://b | mycluster: http://a http://b
            ProxyPass /a balancer://c/x\\nBalancerMember balancer://c http://a                                | c: http://a
            BalancerMember balancer://c:8080/x http://a                                                       | c: http://a
            <Proxy "balancer://c_1/p">\\nBalancerMember https://a:8443\\n</Proxy>                            | c_1: https://a:8443
            BalancerMember balancer://c http://a/p\\nBalancerMember balancer://c http://a/p2                  | c: http://a/p http://a/p2
            BalancerMember balancer://c http://a\\nBalancerMember balancer://d http://a                       | c: http://a, d: http://a
            BalancerMember balancer://c http://u:p@a/                                                         | c: http://***@a/
            BalancerMember balancer://c http://a\\nProxyPassMatch ^/(.*)/x balancer://$1/                     | c: http://a
            """)
    void membersAreTheirLinesInOrder(String lines, String expected) {
        Problems problems = new Problems();
        String found = balancers(problems, lines).stream().map(one -> one.name() + ": " + one.members().stream().map(Member::url).collect(joining(" "))).collect(joining(", "));
        assertEquals(expected, found);
        assertEquals("", show(problems));
    }

    @Test
    void aMemberMayBeBehindAUnixSocket() {
        assertEquals("unix:/run/a.sock|http://a", balancer("BalancerMember balancer://c \"unix:/run/a.sock|http://a\"").members().get(0).url());
    }

    @Test
    void aMemberHasItsParameters() {
        Member member = member("route=b redirect=c loadfactor=1.5 lbset=3 status=+H-D+N retry=5 slowstart=30 timeout=7 max=4");
        assertEquals(new Member.Role(150, 3, "b", "c", Duration.ofSeconds(30)), member.role());
        assertEquals(Set.of(WorkerFlag.STANDBY, WorkerFlag.DRAINING), member.connections().status());
        assertEquals(Duration.ofSeconds(5), member.connections().retry());
        assertEquals(Duration.ofSeconds(7), member.connections().timeout());
        assertEquals(4, member.connections().max());
        assertTrue(member.connections().reuse().pooled());
        assertEquals("c:1", member.place().fileAndLine());
    }

    @Test
    void aMemberDoesNotIgnoreErrorsByDefault() {
        assertEquals(Set.of(), member("").connections().status());
        assertEquals(Member.Role.DEFAULT, member("").role());
        assertEquals(Set.of(WorkerFlag.IGNORE_ERRORS), member("status=+I").connections().status());
    }

    @Test
    void anAutomaticRouteComesFromTheUrl() {
        assertEquals(AutoRoute.of("http://a", ""), member("route=auto").role().route());
    }

    @Test
    void parametersOfAProxySectionForTheUrlDoNotReachTheMember() {
        List<Balancer> balancers = balancers("<Proxy http://a>", "ProxySet max=3", "</Proxy>", "ProxyPass /p http://a/p", "BalancerMember balancer://c http://a max=9");
        assertEquals(9, balancers.get(0).members().get(0).connections().max());
        assertEquals(Integer.MAX_VALUE, balancers("<Proxy http://a>", "ProxySet max=3", "</Proxy>", "ProxyPass /p http://a/p", "BalancerMember balancer://c http://a").get(0).members().get(0).connections().max());
    }

    @Test
    void parametersMayBeOnEachLineOfTheBalancerAndTheLastOneCounts() {
        Balancer balancer = balancer("<Proxy balancer://c lbmethod=bytraffic>", "BalancerMember http://a", "ProxySet maxattempts=1", "</Proxy>",
                "ProxySet balancer://c maxattempts=2", "ProxyPass / balancer://c/ stickysession=S nofailover=On nocanon");
        assertEquals(Method.BYTRAFFIC, balancer.settings().method());
        assertEquals(OptionalInt.of(2), balancer.settings().failover().maxAttempts());
        assertTrue(balancer.settings().failover().keepsSessions());
        assertEquals(Optional.of(StickySession.named("S")), balancer.settings().sticky());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            BalancerInherit Off                             | c: http://a
            ProxyPassInherit Off                            | c: http://a
            ProxyPassInherit Off\\nBalancerInherit On     | c: http://a
            ProxyPassInherit Off\\nBalancerInherit Off    | c: http://a, c: http://b
            """)
    void aVirtualHostHasItsOwnBalancerOfTheSameNameIfItInheritsNeitherWorkersNorBalancers(String lines, String expected) {
        String text = "BalancerMember balancer://c http://a\n<VirtualHost *:80>\n" + lines + "\nBalancerMember balancer://c http://b\nProxyPass / balancer://c/\n</VirtualHost>";
        assertEquals(expected, balancers(new Problems(), text).stream().map(one -> one.name() + ": " + one.members().stream().map(Member::url).collect(joining(" "))).collect(joining(", ")));
    }

    @Test
    void anInheritedRuleMayNotNameABalancerThatTheVirtualHostDoesNotHave() {
        Problems problems = new Problems();
        balancers(problems, "BalancerMember balancer://c http://a\nProxyPass / balancer://c/\n<VirtualHost *:80>\nServerName v\nProxyPassInherit Off\nBalancerInherit Off\nProxyPass /b balancer://c/\n</VirtualHost>");
        assertEquals("E@2:13 in the virtual host v, which has BalancerInherit Off and ProxyPassInherit Off, httpd would send the requests of this rule to a balancer of that host"
                + " -> write BalancerInherit On there, or write the rule in each virtual host ;; E@7:14 balancer://c has no members -> write BalancerMember balancer://c http://host:port for each member", show(problems));
    }

    @Test
    void aBalancerHasItsParameters() {
        assertEquals(Balancer.Settings.DEFAULT, balancer("BalancerMember balancer://c http://a").settings());
        assertEquals(new StickySession("JSESSIONID", "jsessionid", '!', true, true), settings("stickysession=JSESSIONID|jsessionid stickysessionsep=! scolonpathdelim=on stickycookie=on").sticky().orElseThrow());
        assertEquals('\0', settings("stickysession=S stickysessionsep=off").sticky().orElseThrow().separator());
        assertEquals(Optional.empty(), settings("stickysession=S stickysession=").sticky());
        assertEquals(new Failover(true, OptionalInt.of(0), Duration.ofSeconds(4), false, OptionalInt.of(20)), settings("nofailover=on maxattempts=0 timeout=4 forcerecovery=off retrybudget=20").failover());
        assertEquals(new Ejection(Set.of(404, 502, 503, 504), true, 5, 50, true), settings("failonstatus=404,502-504 failontimeout=on fails=5 maxerror=50").ejection());
        Balancer.Settings others = balancers(new Problems(), "BalancerMember balancer://c http://a\nProxySet balancer://c lbmethod=bybusyness choices=2 nonce=abc growth=7 draintime=60").get(0).settings();
        assertEquals(List.of(Method.BYBUSYNESS, true, Optional.of("abc"), 7, Duration.ofMinutes(1)), List.of(others.method(), others.twoRandom(), others.nonce(), others.growth().limit(), others.drainTime()));
    }

    @Test
    void balancersOfTheSameNameInTwoVirtualHostsAreTwo() {
        List<Balancer> balancers = balancers("<VirtualHost *:80>", "ServerName x.example.org", "BalancerMember balancer://c http://a", "</VirtualHost>",
                "<VirtualHost *:443>", "ServerName x.example.org", "BalancerMember balancer://c http://b", "</VirtualHost>");
        assertEquals(List.of("c of x.example.org:80", "c of x.example.org:443"), balancers.stream().map(Balancer::id).toList());
    }

    @Test
    void virtualHostsWithTheSameNameAndPortsHaveTheirOwnMembers() {
        List<Balancer> balancers = balancers("<VirtualHost 10.0.0.1:80>", "BalancerMember balancer://c http://a", "</VirtualHost>", "<VirtualHost 10.0.0.2:80>", "BalancerMember balancer://c http://b", "</VirtualHost>",
                "<VirtualHost 10.0.0.3>", "BalancerMember balancer://c http://d", "</VirtualHost>", "<VirtualHost 10.0.0.4>", "BalancerMember balancer://c http://e", "</VirtualHost>");
        assertEquals(List.of("c of :80", "c of :80 (2)", "c", "c of (2)"), balancers.stream().map(Balancer::id).toList());
        Balancings balancings = Balancings.NONE.next(balancers);
        for (Balancer balancer : balancers) assertEquals(balancer, balancings.find(balancer.id()).orElseThrow().balancer());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            BalancerMember balancer://c http://a stickysession=S     | E@1:38 "stickysession" is a parameter of a balancer, not of a member -> write it in a ProxySet of the balancer
            BalancerMember balancer://c http://a loadfactor=0.5      | E@1:49 loadfactor takes a number from 1 to 100, not "0.5"
            BalancerMember balancer://c http://a lbset=100           | E@1:44 lbset takes a whole number from 0 to 99, not "100"
            BalancerMember balancer://c http://a slowstart=x         | E@1:48 slowstart takes a time such as 500ms, 5s, 2min or 1h (a bare number is in s), not "x"
            BalancerMember balancer://c http://a rout=a              | E@1:38 unknown parameter "rout" -> did you mean "route"?
            BalancerMember balancer://c http://a/?x                  | E@1:38 the URL of a member has no query: http://a/?x -> write the query in the URL of the rule
            BalancerMember balancer://c balancer://d                 | E@1:29 a balancer cannot be the member of a balancer: balancer://d -> write the members of the other balancer here
            BalancerMember balancer://c                              | E@1:28 BalancerMember needs the URL of the member -> write http://host:port
            <Proxy balancer://c>\\nBalancerMember\\n</Proxy>         | E@2:15 BalancerMember needs the URL of the member -> write http://host:port
            BalancerMember http://a                                  | E@1:1 BalancerMember needs the URL of its balancer outside of <Proxy balancer://name> -> write BalancerMember balancer://name http://host:port
            BalancerMember balancer://c http://a\\nBalancerMember balancer://c http://a  | E@2:29 http://a is a member of balancer://c already: c:1 -> remove one of the lines; loadfactor=2 doubles the share of a member
            BalancerMember balancer://c http://a:x/                  | E@1:38 the port must be a number from 1 to 65535, was "x": http://a:x/
            ProxyPass / balancer://c/                                | E@1:13 balancer://c has no members -> write BalancerMember balancer://c http://host:port for each member
            BalancerMember balancer://c http://a\\nProxySet balancer://c route=a     | E@2:23 "route" is a parameter of a member, not of a balancer -> write it after the URL of a BalancerMember
            BalancerMember balancer://c http://a\\nProxySet balancer://c slowstart=3 | E@2:23 "slowstart" is a parameter of a member, not of a balancer -> write it after the URL of a BalancerMember
            BalancerMember balancer://c http://a\\nProxySet balancer://c stickysesion=S | E@2:23 unknown parameter "stickysesion" of a balancer -> did you mean "stickysession"?
            BalancerMember balancer://c http://a\\nProxySet balancer://c nofailover  | E@2:23 nofailover needs a value -> write nofailover=… without spaces around the =
            BalancerMember balancer://c http://a\\nProxySet balancer://c lbmethod=heartbeat | E@2:32 lbmethod=heartbeat is not supported -> write lbmethod=bybusyness choices=2, which needs no messages of the members
            BalancerMember balancer://c http://a\\nProxySet balancer://c lbmethod=byrequest | E@2:32 lbmethod takes byrequests, bytraffic, bybusyness, not "byrequest" -> did you mean "byrequests"?
            BalancerMember balancer://c http://a\\nProxySet balancer://c failonstatus=500:503 | E@2:36 failonstatus takes statuses from 100 to 599 with commas between, not "500:503" -> write failonstatus=500,502-504
            BalancerMember balancer://c http://a\\nProxySet balancer://c failonstatus=600 | E@2:36 failonstatus takes statuses from 100 to 599 with commas between, not "600" -> write failonstatus=500,502-504
            BalancerMember balancer://c http://a\\nProxySet balancer://c stickysessionsep=ab | E@2:40 stickysessionsep takes one character or off, not "ab"
            BalancerMember balancer://c http://a\\nProxySet balancer://c choices=2   | W@2:31 choices=2 has no effect without lbmethod=bybusyness -> add lbmethod=bybusyness
            BalancerMember balancer://c http://a\\n<VirtualHost *:80>\\nBalancerMember balancer://c http://b\\n</VirtualHost> | W@3:1 balancer://c is a balancer of the main server (c:1), so its members in this virtual host have no effect, as in httpd -> write them in the main server, or give this balancer another name
            BalancerMember balancer://c http://a\\n<VirtualHost *:80>\\nProxyPass / balancer://c/ stickysession=S\\n</VirtualHost> | W@3:27 balancer://c is a balancer of the main server (c:1), so its parameters in this virtual host have no effect, as in httpd -> write them in the main server, or give this balancer another name
            """)
    void mistakesAreReportedWithPlaceAndHint(String lines, String expected) {
        Problems problems = new Problems();
        balancers(problems, lines);
        assertEquals(expected, show(problems));
    }

    @Test
    void everyParameterOfABalancerIsReadIgnoringCase() {
        for (BalancerParameters.Row row : BalancerParameters.all()) {
            Problems problems = new Problems();
            balancers(problems, "BalancerMember balancer://c http://a\nProxySet balancer://c " + row.name().toUpperCase(Locale.ROOT) + "=\u00a7\u00a7");
            assertTrue(!show(problems).contains("unknown parameter"), () -> show(problems));
        }
    }
}
