package io.github.passmatch.rules.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.access.AccessPolicy.Merging;
import io.github.passmatch.rules.connection.DirectHost.Network;
import io.github.passmatch.rules.environment.ClientNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision for what cannot be tried from outside: unknown addresses, mapped addresses, users. */
class AccessPolicyTest {

    /** A request from {@code client}; null: unknown. */
    private record Facts(String client, boolean variablesAreKnown, Authentication authentication) implements AccessFacts {

        Facts(String client) {
            this(client, true, Authentication.NONE);
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public Optional<InetAddress> clientAddress() {
            return Optional.ofNullable(client).map(AccessPolicyTest::address);
        }

        @Override
        public Optional<InetAddress> serverAddress() {
            return Optional.empty();
        }

        @Override
        public Optional<ClientNames> clientNames() {
            return Optional.of(DNS);
        }

        @Override
        public boolean hasVariable(String name) {
            return false;
        }
    }

    /** {@code 10.0.0.1} is {@code www.Example.org}; all other addresses have no name. */
    private static final ClientNames DNS = new ClientNames() {
        @Override
        public Optional<String> nameOf(InetAddress address) {
            return Optional.of("www.Example.org").filter(name -> address.equals(address("10.0.0.1")));
        }

        @Override
        public boolean hasAddress(String name, InetAddress address) {
            return name.equals("dyn.example.net") && address.equals(address("10.0.0.2"));
        }
    };

    /** Basic for the user {@code ann} of the group {@code staff}. */
    private record Users(Login login) implements Authentication {
        @Override
        public boolean isConfigured() {
            return true;
        }

        @Override
        public boolean isMember(String user, String group) {
            return user.equals("ann") && group.equals("staff");
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Authorization line(Requirement requirement) {
        return new Authorization.Line(new Place("f", 1, 1), requirement.toString(), requirement, false, Methods.ALL);
    }

    private static AccessPolicy policy(boolean all, Requirement... requirements) {
        List<Authorization> lines = java.util.Arrays.stream(requirements).map(AccessPolicyTest::line).toList();
        return new AccessPolicy(Optional.of(new Authorization.Container(new Place("f", 1, 1), "Require", all, false, lines)), Optional.empty(), Optional.empty(), HostAccess.NONE);
    }

    private static Requirement ip(String address, int bits) {
        return new Requirement.Ip(List.of(new Network(address(address), bits)));
    }

    @ParameterizedTest(name = "{0} in {1}/{2}")
    @CsvSource({"10.1.2.3, 10.0.0.0, 8, true", "11.1.2.3, 10.0.0.0, 8, false", "::ffff:10.1.2.3, 10.0.0.0, 8, true", "::ffff:0a01:0203, 10.1.2.3, 32, true", "2001:db8::1, 2001:db8::, 32, true",
            "2001:db9::1, 2001:db8::, 32, false", "::10.1.2.3, 10.0.0.0, 8, false", "10.1.2.3, 2001:db8::, 32, false", "::1, ::1, 128, true", "10.1.2.3, 10.1.2.2, 31, true", "10.1.2.4, 10.1.2.2, 31, false"})
    void addressesAreComparedByBits(String client, String network, int bits, boolean granted) {
        assertEquals(granted, policy(false, ip(network, bits)).decide(new Facts(client)) == AccessDecision.GRANTED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"127.0.0.1, true", "127.9.9.9, true", "::1, true", "::ffff:127.0.0.1, true", "10.0.0.1, false", "::2, false"})
    void localIsTheLoopbackNetwork(String client, boolean granted) {
        assertEquals(granted, policy(false, new Requirement.Local()).decide(new Facts(client)) == AccessDecision.GRANTED);
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({"10.0.0.1, www.example.org, true", "10.0.0.1, WWW.EXAMPLE.ORG, true", "10.0.0.1, example.org, true", "10.0.0.1, .example.org, true", "10.0.0.1, org, true", "10.0.0.1, ample.org, false",
            "10.0.0.1, .www.example.org, false", "10.0.0.1, example, false", "10.0.0.1, a.www.example.org, false", "::ffff:10.0.0.1, example.org, true", "10.0.0.9, example.org, false"})
    void namesAreComparedFromTheEndByComponents(String client, String domain, boolean contains) {
        assertEquals(contains, policy(false, new Requirement.Host(List.of(new ClientDomain("other"), new ClientDomain(domain)))).decide(new Facts(client)) == AccessDecision.GRANTED);
        assertEquals(contains, new AccessPolicy(Optional.empty(), Optional.empty(), Optional.empty(), hosts(HostAccess.Order.ALLOW_DENY, domain, true)).decide(new Facts(client)) == AccessDecision.GRANTED);
        assertEquals(!contains, new AccessPolicy(Optional.empty(), Optional.empty(), Optional.empty(), hosts(HostAccess.Order.DENY_ALLOW, domain, false)).decide(new Facts(client)) == AccessDecision.GRANTED);
    }

    private static HostAccess hosts(HostAccess.Order order, String domain, boolean allowed) {
        List<HostAccess.Entry> entries = List.of(new HostAccess.Entry(new Place("f", 2, 1), (allowed ? "Allow from " : "Deny from ") + domain, new HostAccess.Clients.Named(new ClientDomain(domain)), Methods.ALL));
        return new HostAccess(List.of(new HostAccess.OrderLine(new Place("f", 1, 1), order, Methods.ALL)), allowed ? entries : List.of(), allowed ? List.of() : entries, List.of(), new Place("f", 2, 1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"10.0.0.2, true", "10.0.0.1, false"})
    void forwardDnsComparesTheAddressesOfTheName(String client, boolean granted) {
        assertEquals(granted, policy(false, new Requirement.ForwardDns(List.of("x.example.net", "dyn.example.net"))).decide(new Facts(client)) == AccessDecision.GRANTED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"10.0.0.1, www.Example.org", "10.0.0.9, unknown"})
    void aDenialTellsTheNameThatWasLookedUp(String client, String name) {
        AccessPolicy required = policy(false, new Requirement.Host(List.of(new ClientDomain("other"))));
        assertTrue(assertInstanceOf(AccessDecision.Forbidden.class, required.decide(new Facts(client))).denial().text().endsWith("; the client's name is " + name));
        AccessPolicy older = new AccessPolicy(Optional.empty(), Optional.empty(), Optional.empty(), hosts(HostAccess.Order.ALLOW_DENY, "other", true));
        assertEquals("Order Allow,Deny without an Allow for this client; the client's name is " + name + " (f:1)", assertInstanceOf(AccessDecision.Forbidden.class, older.decide(new Facts(client))).denial().toString());
    }

    @Test
    void anUnknownAddressIsDeniedEvenByDenyLines() {
        HostAccess deny = new HostAccess(List.of(), List.of(), List.of(new HostAccess.Entry(new Place("f", 1, 1), "Deny from 10", new HostAccess.Clients.In(new Network(address("10.0.0.0"), 8)), Methods.ALL)), List.of(), new Place("f", 1, 1));
        assertInstanceOf(AccessDecision.Forbidden.class, new AccessPolicy(Optional.empty(), Optional.empty(), Optional.empty(), deny).decide(new Facts(null)));
        assertInstanceOf(AccessDecision.Forbidden.class, policy(false, ip("10.0.0.0", 8), new Requirement.All(true)).decide(new Facts(null)));
    }

    @Test
    void uncertainVariablesDenyOnlyWhereAccessDependsOnThem() {
        Facts uncertain = new Facts("10.0.0.1", false, Authentication.NONE);
        assertInstanceOf(AccessDecision.Forbidden.class, policy(false, new Requirement.All(true), new Requirement.Env(List.of("x"))).decide(uncertain));
        assertEquals(AccessDecision.GRANTED, policy(false, new Requirement.All(true)).decide(uncertain));
    }

    @Test
    void aLineThatDependsOnTheUserAsksForCredentialsOnlyIfNoOtherLineDecides() {
        Facts missing = new Facts("10.0.0.1", true, new Users(Login.Failure.MISSING));
        assertEquals(AccessDecision.GRANTED, policy(false, new Requirement.ValidUser(), ip("10.0.0.0", 8)).decide(missing));
        assertInstanceOf(AccessDecision.Unauthorized.class, policy(false, new Requirement.ValidUser(), ip("11.0.0.0", 8)).decide(missing));
        assertInstanceOf(AccessDecision.Forbidden.class, policy(true, new Requirement.ValidUser(), ip("11.0.0.0", 8)).decide(missing));
        assertInstanceOf(AccessDecision.Unauthorized.class, policy(true, new Requirement.ValidUser(), ip("10.0.0.0", 8)).decide(missing));
    }

    @Test
    void aUserWithoutAccessGets401OrByChoice403() {
        Facts ann = new Facts("10.0.0.1", true, new Users(new Login.User("ann")));
        assertEquals(new AccessDecision.GrantedTo("ann"), policy(false, new Requirement.User(List.of("bob", "ann"))).decide(ann));
        assertEquals(new AccessDecision.GrantedTo("ann"), policy(false, new Requirement.Group(List.of("staff"))).decide(ann));
        AccessPolicy bob = policy(false, new Requirement.User(List.of("bob")));
        assertInstanceOf(AccessDecision.Unauthorized.class, bob.decide(ann));
        AccessPolicy forbidden = new AccessPolicy(bob.requirement(), Optional.empty(), Optional.of(true), HostAccess.NONE);
        assertInstanceOf(AccessDecision.Forbidden.class, forbidden.decide(ann));
        assertInstanceOf(AccessDecision.Unauthorized.class, bob.decide(new Facts("10.0.0.1", true, new Users(Login.Failure.WRONG))));
    }

    @Test
    void aUserWithoutAuthTypeAndAnAuthTypeWithoutRequireAreNotDecided() {
        assertInstanceOf(AccessDecision.Unconfigured.class, policy(false, new Requirement.ValidUser()).decide(new Facts("10.0.0.1")));
        assertInstanceOf(AccessDecision.Unconfigured.class, AccessPolicy.NONE.decide(new Facts("10.0.0.1", true, new Users(Login.Failure.MISSING))));
    }

    @Test
    void mergedPoliciesKeepWhatTheLaterOneDoesNotSet() {
        AccessPolicy denied = policy(false, new Requirement.All(false));
        AccessPolicy and = new AccessPolicy(policy(false, new Requirement.All(true)).requirement(), Optional.of(Merging.AND), Optional.empty(), HostAccess.NONE);
        assertInstanceOf(AccessDecision.Forbidden.class, denied.with(and).decide(new Facts("10.0.0.1")));
        assertEquals(AccessDecision.GRANTED, and.with(AccessPolicy.NONE).decide(new Facts("10.0.0.1")));
        assertEquals(new Methods(Set.of("GET"), false).cover("HEAD"), new Methods(Set.of("GET"), false).cover("GET"));
    }
}
