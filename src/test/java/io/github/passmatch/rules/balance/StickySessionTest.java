package io.github.passmatch.rules.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.rules.environment.Environment;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which route a request names, and which member gets it. */
class StickySessionTest {

    @ParameterizedTest(name = "{0} cookie {1}: route {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /p             | S=1.rb                     | rb
            /p             | x=1;S=1.rb                 | rb
            /p             | S = 1.rb                   | rb
            /p             | S=.rb                      | rb
            /p             | S=1.rb,x                   | rb
            /p             | XS=q.ra; SX=q.ra; S=1.rb   | rb
            /p             | S=1.rb; S=1.ra             | rb
            /p             | S="1.rb"                   | rb
            /p             | S=1.rb ; y=2               | rb
            /p             | S=node.1.rb                | rb
            /p             | S=1                        | -
            /p             | S=1.                       | (empty)
            /p             | S=1.rx                     | rx
            /p             | s=1.rb                     | -
            /p;S=1.rb      | -                          | rb
            /p?x=1&S=1.rb&y=2 | -                       | rb
            /p%3BS=1.rb    | -                          | rb
            /p;S=1%2Erb    | -                          | rb
            /p?S=1%2Erb    | -                          | -
            /p;S=1.rb;z=1  | -                          | rb
            /p;S=1.rb/q    | -                          | rb
            /p?S=1.ra      | S=1.rb                     | ra
            /p?S=1         | S=1.rb                     | rb
            /p?S=1.rx      | S=1.rb                     | rb
            /p?S=          | S=1.rb                     | rb
            /p?MYS=1.ra    | S=1.rb                     | rb
            """)
    void theRouteIsFoundInUrlAndCookie(String target, String cookie, String route) {
        int mark = target.indexOf('?');
        String found = StickySession.named("S").find(mark < 0 ? target : target.substring(0, mark), mark < 0 ? null : target.substring(mark + 1), cookie.equals("-") ? List.of() : List.of(cookie),
                Set.of("ra", "rb")::contains).map(session -> session.route().isEmpty() ? "(empty)" : session.route()).orElse("-");
        assertEquals(route, found);
    }

    @Test
    void eachOfTwoNamesIsLookedForInItsOwnPlace() {
        StickySession sticky = StickySession.named("JSESSIONID|jsessionid");
        assertEquals("JSESSIONID", sticky.find("/p", null, List.of("JSESSIONID=1.rb"), "rb"::equals).orElseThrow().name());
        assertEquals("jsessionid", sticky.find("/p;jsessionid=1.rb", null, List.of(), "rb"::equals).orElseThrow().name());
        assertEquals(true, sticky.find("/p", null, List.of("jsessionid=1.rb"), "rb"::equals).isEmpty());
        assertEquals(true, sticky.find("/p;JSESSIONID=1.rb", null, List.of(), "rb"::equals).isEmpty());
    }

    @Test
    void withoutSeparatorTheWholeValueIsTheRoute() {
        assertEquals("r.b", new StickySession("S", "S", '\0', false, false).find("/p", null, List.of("S=r.b"), route -> false).orElseThrow().route());
    }

    @Test
    void aSemicolonEndsTheValueInAQueryIfAsked() {
        assertEquals("rb", new StickySession("S", "S", '.', true, false).find("/p", "S=1.rb;z=1", List.of(), route -> false).orElseThrow().route());
        assertEquals("rb;z=1", StickySession.named("S").find("/p", "S=1.rb;z=1", List.of(), route -> false).orElseThrow().route());
    }

    @ParameterizedTest(name = "{0} with {1}, cookie {2}: {3}, {4}")
    @CsvSource(delimiter = '|', textBlock = """
            a:route=ra b:route=rb                                  |               | S=1.rb | b b | chosen: sticky route rb
            a:route=ra b:route=rb,status=N                         |               | S=1.rb | b b | chosen: sticky route rb
            a:route=ra b:route=rb,status=H                         |               | S=1.rb | b b | chosen: sticky route rb
            a:route=ra b:route=rb,lbset=1                          |               | S=1.rb | b b | chosen: sticky route rb
            a:route=ra b:route=rb,status=H c:route=rb              |               | S=1.rb | c c | chosen: sticky route rb
            a:route=ra b:route=rb,status=D,redirect=rc c:route=rc  |               | S=1.rb | c c | chosen: route rc, the redirect of route rb
            a:route=ra b:route=rb,status=D,redirect=rc c:route=rc  | nofailover=on | S=1.rb | c c | chosen: route rc, the redirect of route rb
            a:route=ra b:route=rb,status=D,redirect=rb             |               | S=1.rb | a a | chosen: next in turn (share 1 of 1)
            a:route=ra b:route=rb,status=D                         |               | S=1.rb | a a | chosen: next in turn (share 1 of 1)
            a:route=ra b:route=rb,status=D                         | nofailover=on | S=1.rb | 503 503 | no member: the member of route rb is not usable, and nofailover is on
            a:route=ra b:route=rb                                  | nofailover=on | S=1.rx | a b | chosen: next in turn (share 1 of 2)
            """)
    void theMemberOfTheRouteGetsTheRequest(String members, String settings, String cookie, String answers, String sentence) {
        BalancedRequests requests = new BalancedRequests(members, "stickysession=S" + (settings == null ? "" : " " + settings));
        assertEquals(answers, requests.ask(2, List.of(cookie)));
        assertEquals(sentence, requests.last.sentence());
    }

    @Test
    void aSessionMovesAtOnceIfItsMemberIsDead() {
        BalancedRequests requests = new BalancedRequests("a:route=ra b:route=rb", "stickysession=S");
        requests.down.add("b");
        assertEquals("a a a", requests.ask(3, List.of("S=1.rb")));
    }

    @Test
    void aSessionDoesNotMoveWithNofailover() {
        BalancedRequests requests = new BalancedRequests("a:route=ra b:route=rb", "stickysession=S nofailover=on");
        requests.down.add("b");
        assertEquals("503 503", requests.ask(2, List.of("S=1.rb")));
        assertEquals("a a", requests.ask(2));
    }

    @ParameterizedTest(name = "{0} cookie {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            stickysession=S | S=1.rb | route=rb sticky=S asked=rb changed=null
            stickysession=S | S=1.rx | route=ra sticky=S asked=rx changed=1
            stickysession=S | x=1    | route=ra sticky=null asked=null changed=1
            maxattempts=1   | S=1.rb | route=ra sticky=null asked=null changed=null
            """)
    void theVariablesAreThoseOfHttpd(String settings, String cookie, String variables) {
        BalancedRequests requests = new BalancedRequests("a:route=ra b:route=rb", settings);
        requests.ask(1, List.of(cookie));
        Environment environment = new Environment();
        requests.last.setVariables(environment);
        assertEquals("balancer://c", environment.get("BALANCER_NAME"));
        assertEquals(requests.last.member().orElseThrow().url(), environment.get("BALANCER_WORKER_NAME"));
        assertEquals(variables, "route=" + environment.get("BALANCER_WORKER_ROUTE") + " sticky=" + environment.get("BALANCER_SESSION_STICKY") + " asked=" + environment.get("BALANCER_SESSION_ROUTE")
                + " changed=" + environment.get("BALANCER_ROUTE_CHANGED"));
    }

    @Test
    void anAutomaticRouteIsTheSameInAllReplicas() {
        assertEquals(AutoRoute.of("http://a:8080", "10.0.0.1"), AutoRoute.of("http://a:8080", "10.0.0.1"));
        assertEquals(false, AutoRoute.of("http://a:8080", "10.0.0.1").equals(AutoRoute.of("http://a:8080", "10.0.0.2")));
        assertEquals(true, AutoRoute.of("http://a:8080", "").matches("[0-9a-f]{10}"));
    }
}
