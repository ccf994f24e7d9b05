package io.github.passmatch.rules.balance;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.naming.Endpoint;
import io.github.passmatch.rules.naming.Lookup;
import io.github.passmatch.rules.naming.NameAnswer;
import io.github.passmatch.rules.naming.NameState;
import io.github.passmatch.rules.target.Authority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members from names: an address is a member with the parameters of its line, and its state lives as long as the address. */
class NamedMembersTest {

    private static final Lookup HOST = new Lookup("web", false, 8080, Duration.ofSeconds(5));
    private static final Lookup SERVICE = new Lookup("_http._tcp.web", true, 80, Duration.ofSeconds(5));

    private static NamedMembers named(String member, Lookup lookup, boolean routes) {
        return new NamedMembers(BalancedRequests.member(member), lookup, routes);
    }

    /** @param records {@code priority weight} of 10.0.0.1, 10.0.0.2 and so on */
    private static NameAnswer records(String... records) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String record : records) endpoints.add(new Endpoint(Authority.address("10.0.0." + (endpoints.size() + 1)).orElseThrow(), 8080, Integer.parseInt(record.split(" ")[0]), Integer.parseInt(record.split(" ")[1])));
        return NameAnswer.of(endpoints);
    }

    private static NameAnswer answer(String... addresses) {
        return NameAnswer.of(Stream.of(addresses).map(address -> new Endpoint(Authority.address(address).orElseThrow(), 8080)).toList());
    }

    private static NameState state(NameAnswer answer) {
        return NameState.UNKNOWN.after(answer, 100, 1).next();
    }

    @Test
    void eachAddressIsAMemberWithTheParametersOfTheLine() {
        List<Member> members = named("web*2:lbset=3,redirect=r,status=H", HOST, false).members(state(answer("10.0.0.1", "fd00::1")));
        assertEquals(List.of("http://web#10.0.0.1", "http://web#fd00::1"), members.stream().map(Member::url).toList());
        Member first = members.get(0);
        assertEquals(new Member.Role(200, 3, "", "r", Duration.ZERO), first.role());
        Authority authority = first.at("/x").authority();
        assertEquals("web", authority.hostField());
        assertEquals("/10.0.0.1:8080", authority.at().orElseThrow().toString());
        assertEquals("http://web#10.0.0.1", first.target().text());
    }

    @Test
    void eachAddressHasItsOwnAutomaticRouteWhichAllReplicasShare() {
        List<Member> members = named("web", HOST, true).members(state(answer("10.0.0.1", "10.0.0.2")));
        assertEquals(AutoRoute.of("http://web", "10.0.0.1"), members.get(0).role().route());
        assertNotEquals(members.get(0).role().route(), members.get(1).role().route());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            0 1, 0 3                | 0:1 0:3
            0 0, 0 0                | 0:1 0:1
            0 0, 0 50               | 0:1 0:50
            0 100, 0 33             | 0:100 0:33
            0 65535, 0 6554, 0 1    | 0:100 0:10 0:1
            10 1, 20 1, 10 1, 5 1   | 1:1 2:1 1:1 0:1
            1 1000, 2 5             | 0:100 1:5
            """)
    void priorityIsTheSetAndWeightTheLoadfactorOfAnSrvRecord(String records, String expected) {
        List<Member> members = named("web*7", SERVICE, false).members(state(records(records.split(", "))));
        assertEquals(expected, members.stream().map(member -> member.role().lbset() + ":" + member.role().loadFactor() / 100).collect(joining(" ")));
        assertEquals("http://web#10.0.0.1:8080", members.get(0).url());
    }

    @Test
    void setsOfRecordsFollowTheSetOfTheLineAndEndAt99() {
        assertEquals(List.of(98, 99, 99), named("web:lbset=98", SERVICE, false).members(state(records("1 1", "2 1", "3 1"))).stream().map(member -> member.role().lbset()).toList());
    }

    /** A balancer with one name. */
    private static final class Named {
        final NamedMembers line = named("web", HOST, false);
        final Balancer lines = new Balancer("c", "", line.line().place(), BalancedRequests.balancer("a", "").settings(), List.of(), List.of(line));
        Balancings balancings = Balancings.NONE.next(List.of(lines));

        NameState.Change learn(NameAnswer answer) {
            NameState.Change change = balancing().learn(line, answer, 5);
            balancings.refreshNames();
            return change;
        }

        Balancing balancing() {
            return balancings.find("c").orElseThrow();
        }

        String members() {
            return balancing().members().stream().map(one -> one.member().url().substring(one.member().url().indexOf('#') + 1) + (one.condition(6).equals("usable") ? "" : " (" + one.condition(6) + ")")).collect(joining(", "));
        }

        Choice choose() {
            try (Attempts attempts = balancing().begin("/", null, List.of())) {
                return attempts.next(6);
            }
        }
    }

    @Test
    void beforeTheFirstAnswerThereIsNoMemberAndTheReasonIsSaid() {
        Named named = new Named();
        assertEquals("no member: the balancer has no members", named.choose().sentence());
        assertEquals("[skipped: http://web: its name web has not been looked up yet]", named.choose().skips().toString());
        named.learn(NameAnswer.failed("the name does not exist"));
        assertEquals("[skipped: http://web: its name web has no address yet: the name does not exist]", named.choose().skips().toString());
        named.learn(answer("10.0.0.1"));
        assertEquals("http://web#10.0.0.1", named.choose().member().orElseThrow().url());
    }

    @Test
    void addressesThatGoDrainAndKeepTheirStateIfTheyComeBack() {
        Named named = new Named();
        named.learn(answer("10.0.0.1", "10.0.0.2"));
        MemberState second = named.balancing().members().get(1).state();
        assertTrue(named.learn(answer("10.0.0.1", "10.0.0.3")).ofMembers());
        assertTrue(named.members().startsWith("10.0.0.1, 10.0.0.3, 10.0.0.2 ("), named.members());
        for (int i = 0; i < 6; i++) assertNotEquals("http://web#10.0.0.2", named.choose().member().orElseThrow().url());
        named.learn(answer("10.0.0.1", "10.0.0.2"));
        assertSame(second, named.balancing().members().stream().filter(one -> one.member().url().endsWith("2")).findFirst().orElseThrow().state());
        assertTrue(named.members().startsWith("10.0.0.1, 10.0.0.2, 10.0.0.3 ("), named.members());
    }

    @Test
    void aFailedLookUpChangesNoMember() {
        Named named = new Named();
        named.learn(answer("10.0.0.1", "10.0.0.2"));
        named.learn(NameAnswer.failed("no DNS server has answered"));
        named.learn(NameAnswer.of(List.of()));
        assertEquals("10.0.0.1, 10.0.0.2", named.members());
        assertEquals("the answer has no addresses", named.balancing().name(named.line).failure());
    }

    @Test
    void theNextConfigurationBeginsWithTheAddressesThatAreKnown() {
        Named named = new Named();
        named.learn(answer("10.0.0.1"));
        MemberState state = named.balancing().members().get(0).state();
        named.balancings = named.balancings.next(List.of(named.lines));
        assertEquals("10.0.0.1", named.members());
        assertSame(state, named.balancing().members().get(0).state());
    }

    @Test
    void growthLimitsTheAddressesOfAllNamesOfABalancer() {
        NamedMembers web = named("web", HOST, false);
        NamedMembers other = named("other", HOST, false);
        Balancer.Settings plain = Balancer.Settings.DEFAULT;
        Balancer.Settings limited = new Balancer.Settings(plain.method(), false, plain.sticky(), plain.failover(), plain.ejection(), plain.nonce(), new Balancer.Growth(3, List.of()), plain.drainTime());
        Balancings balancings = Balancings.NONE.next(List.of(new Balancer("c", "", web.line().place(), limited, List.of(), List.of(web, other))));
        Balancing balancing = balancings.find("c").orElseThrow();
        assertEquals(0, balancing.learn(web, answer("10.0.0.1", "10.0.0.2"), 1).next().leftOut());
        assertEquals(2, balancing.learn(other, answer("10.0.0.7", "10.0.0.8", "10.0.0.9"), 1).next().leftOut());
        balancings.refreshNames();
        assertEquals("http://web#10.0.0.1 http://web#10.0.0.2 http://other#10.0.0.7", balancings.find("c").orElseThrow().members().stream().map(one -> one.member().url()).collect(joining(" ")));
    }
}
