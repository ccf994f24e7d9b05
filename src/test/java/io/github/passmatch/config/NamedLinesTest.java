package io.github.passmatch.config;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.NamedMembers;
import io.github.passmatch.rules.naming.Lookup;
import io.github.passmatch.rules.target.Authority;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code BalancerMember} lines whose members are the addresses of a name. */
class NamedLinesTest {

    private static Balancer balancer(Problems problems, String... members) {
        return ReadBalancers.of(List.of(members).stream().map(line -> line.startsWith("Proxy") ? line : "BalancerMember balancer://c " + line).collect(joining("\n")), problems).get(0);
    }

    private static NamedMembers named(String line) {
        Problems problems = new Problems();
        Balancer balancer = balancer(problems, line);
        assertEquals("", show(problems));
        assertEquals(List.of(), balancer.members());
        return balancer.names().get(0);
    }

    private static String show(Problems problems) {
        return problems.sorted().stream().map(NamedLinesTest::show).collect(joining(" ;; "));
    }

    private static String show(Problem problem) {
        return problem.severity().name().charAt(0) + "@" + problem.place().line() + ":" + problem.place().column() + " " + problem.message() + (problem.hint().isEmpty() ? "" : " -> " + problem.hint());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            http://web.ns.svc:8080 resolve=all                 | web.ns.svc, port 8080, 30 s     | http://web.ns.svc:8080
            http://web.ns.svc:8080 resolve=all addressttl=5    | web.ns.svc, port 8080, 5 s      | http://web.ns.svc:8080
            https://web/app resolve=all                        | web, port 443, 30 s             | https://web
            ws://web resolve=all addressttl=100ms              | web, port 80, 1 s               | ws://web
            http://web resolve=all addressttl=-1               | web, port 80, 30 s              | http://web
            srv+http://_http._tcp.web.example                  | SRV _http._tcp.web.example, 30 s | http://web.example
            srv+https://_http._tcp.web.example/a addressttl=7  | SRV _http._tcp.web.example, 7 s | https://web.example
            SRV+HTTP://_a._tcp.web resolve=all                 | SRV _a._tcp.web, 30 s           | http://web
            """)
    void theNameIsLookedUpAndHostStaysTheName(String line, String lookup, String authority) {
        NamedMembers named = named(line);
        Lookup found = named.lookup();
        assertEquals(lookup, found + (found.service() ? "" : ", port " + found.port()) + ", " + found.every().toSeconds() + " s");
        assertEquals(authority, named.line().target().authority().map(Authority::toString).orElse(""));
        assertEquals(line.split(" ")[0], named.line().url());
    }

    @Test
    void aLineHasItsParametersAndNoMemberOfItsOwn() {
        NamedMembers named = named("http://web resolve=all route=auto lbset=2 max=7 hcmethod=TCP");
        assertTrue(named.routes());
        assertEquals(2, named.line().role().lbset());
        assertEquals(7, named.line().connections().max());
        assertTrue(named.line().health().isPresent());
    }

    @Test
    void resolveFirstIsAnOrdinaryMemberAsInHttpd() {
        Problems problems = new Problems();
        Balancer balancer = balancer(problems, "http://web resolve=first", "http://other");
        assertEquals("", show(problems));
        assertEquals(List.of(2, 0), List.of(balancer.members().size(), balancer.names().size()));
    }

    @Test
    void rulesOfMembersHaveTheNumbersThatFollowEachOther() {
        Balancer balancer = balancer(new Problems(), "http://a", "http://web resolve=all", "http://b");
        assertEquals(List.of(1, 2), balancer.members().stream().map(member -> member.rule().number()).toList());
        assertEquals(Duration.ofSeconds(30), balancer.names().get(0).lookup().every());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            http://web resolve=any                            | E@1:48 resolve takes all, first, not "any"
            http://10.0.0.1 resolve=all                       | W@1:53 resolve=all has an effect on host names only -> remove the parameter: this member has one address
            unix:/run/a.sock!http://a resolve=all             | W@1:63 resolve=all has an effect on host names only -> remove the parameter: this member has one address
            http://web resolve=all route=a                    | E@1:52 the line stands for several members, which cannot have the same route -> write route=auto: each member has a route of its own
            srv+http://web.example                            | E@1:40 the name of SRV records begins with _service._protocol: srv+http://web.example -> write srv+http://_http._tcp.name
            srv+http://_http._tcp.web:8080                    | E@1:54 the port comes from the SRV records: srv+http://_http._tcp.web:8080 -> remove the port
            srv+http://_http._tcp.we,b                        | E@1:51 "we,b" is not a valid host name or address: srv+http://_http._tcp.we,b
            srv+http://_http._tcp.web resolve=first           | E@1:63 resolve=first does not fit to SRV records: each record is a member -> remove the parameter
            srv+http://_http._tcp.web loadfactor=2            | W@1:55 loadfactor= has no effect, because each SRV record has a weight -> remove the parameter
            """)
    void whatDoesNotFitIsReported(String line, String expected) {
        Problems problems = new Problems();
        balancer(problems, line.replace("!", "|"), "http://other");
        assertEquals(expected, show(problems));
    }

    @Test
    void aRemoteProxyLooksNamesUpItself() {
        Problems problems = new Problems();
        balancer(problems, "http://web resolve=all", "ProxyRemote http://web http://proxy:3128");
        assertEquals("E@1:29 http://web is reached by ProxyRemote, which looks the name up itself, so its addresses cannot be members -> remove resolve=all, or write the addresses as members", show(problems));
    }

    @Test
    void aRuleHasOneUpstream() {
        Problems problems = new Problems();
        ReadBalancers.of("ProxyPass /a http://web resolve=all", problems);
        assertEquals("W@1:25 resolve= has an effect on members of balancers only -> remove the parameter: this rule has one upstream", show(problems));
    }
}
