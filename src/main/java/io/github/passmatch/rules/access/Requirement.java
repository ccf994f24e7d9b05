package io.github.passmatch.rules.access;

import io.github.passmatch.rules.connection.DirectHost.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The condition of one {@code Require} line. */
public sealed interface Requirement {

    /**
     * Whether the condition is met.
     *
     * @param user the authenticated user; empty: not authenticated yet
     */
    Verdict check(AccessFacts facts, Optional<String> user);

    private static Verdict of(boolean met) {
        return met ? Verdict.GRANTED : Verdict.DENIED;
    }

    /** A condition on the address of the client, which is not met if the address is unknown. */
    sealed interface OfAddress extends Requirement {

        /** Whether {@code client} meets the condition. */
        boolean accepts(InetAddress client, AccessFacts facts);

        @Override
        default Verdict check(AccessFacts facts, Optional<String> user) {
            return of(facts.clientAddress().filter(client -> accepts(client, facts)).isPresent());
        }
    }

    /** A condition on the user. */
    sealed interface OfUser extends Requirement {

        /** Whether {@code user} meets the condition. */
        boolean accepts(String user, AccessFacts facts);

        @Override
        default Verdict check(AccessFacts facts, Optional<String> user) {
            return user.isEmpty() ? Verdict.DENIED_NO_USER : of(accepts(user.get(), facts));
        }
    }

    /** {@code Require all granted} or {@code denied}. */
    record All(boolean granted) implements Requirement {
        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            return of(granted);
        }
    }

    /** {@code Require ip}: the client is in one of the networks. */
    record Ip(List<Network> networks) implements OfAddress {
        public Ip {
            networks = List.copyOf(networks);
        }

        @Override
        public boolean accepts(InetAddress client, AccessFacts facts) {
            return networks.stream().anyMatch(network -> network.contains(client));
        }
    }

    /** A condition for which names are looked up. */
    sealed interface OfName extends OfAddress { }

    /** {@code Require host}: the client has a name in one of the domains. */
    record Host(List<ClientDomain> domains) implements OfName {
        public Host {
            domains = List.copyOf(domains);
        }

        @Override
        public boolean accepts(InetAddress client, AccessFacts facts) {
            Optional<String> name = ClientDomain.of(client, facts);
            return name.isPresent() && domains.stream().anyMatch(domain -> domain.contains(name.get()));
        }
    }

    /** {@code Require forward-dns}: one of the names has the address of the client. */
    record ForwardDns(List<String> names) implements OfName {
        public ForwardDns {
            names = List.copyOf(names);
        }

        @Override
        public boolean accepts(InetAddress client, AccessFacts facts) {
            return facts.clientNames().isPresent() && names.stream().anyMatch(name -> facts.clientNames().get().hasAddress(name, client));
        }
    }

    /** {@code Require local}: the client has an address of the loopback networks, or the address to which it is connected. */
    record Local() implements OfAddress {
        @Override
        public boolean accepts(InetAddress client, AccessFacts facts) {
            return client.isLoopbackAddress() || facts.serverAddress().filter(client::equals).isPresent();
        }
    }

    /** {@code Require method}. */
    record Method(Methods methods) implements Requirement {
        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            return of(methods.cover(facts.method()));
        }
    }

    /** {@code Require env}: one of the variables is set. */
    record Env(List<String> names) implements Requirement {
        public Env {
            names = List.copyOf(names);
        }

        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            return of(names.stream().anyMatch(facts::hasVariable));
        }
    }

    /** {@code Require valid-user}. */
    record ValidUser() implements OfUser {
        @Override
        public boolean accepts(String user, AccessFacts facts) {
            return true;
        }
    }

    /** {@code Require user}. */
    record User(List<String> names) implements OfUser {
        public User {
            names = List.copyOf(names);
        }

        @Override
        public boolean accepts(String user, AccessFacts facts) {
            return names.contains(user);
        }
    }

    /** {@code Require group}. */
    record Group(List<String> names) implements OfUser {
        public Group {
            names = List.copyOf(names);
        }

        @Override
        public boolean accepts(String user, AccessFacts facts) {
            return names.stream().anyMatch(name -> facts.authentication().isMember(user, name));
        }
    }
}
