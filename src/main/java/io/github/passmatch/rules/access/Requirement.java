package io.github.passmatch.rules.access;

import io.github.passmatch.rules.connection.DirectHost.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The condition of one {@code Require} line. */
public sealed interface Requirement {

    /**
     * Whether the condition is met.
     *
     * @param user the authenticated user; empty: not authenticated yet
     */
    Verdict check(AccessFacts facts, Optional<String> user);

    /** Whether the condition depends on the address of the client. */
    default boolean needsAddress() {
        return false;
    }

    /** Whether the condition depends on the user. */
    default boolean needsUser() {
        return false;
    }

    private static Verdict of(boolean met) {
        return met ? Verdict.GRANTED : Verdict.DENIED;
    }

    /** {@code Require all granted} or {@code denied}. */
    record All(boolean granted) implements Requirement {
        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            return of(granted);
        }
    }

    /** {@code Require ip}: the client is in one of the networks. */
    record Ip(List<Network> networks) implements Requirement {
        public Ip {
            networks = List.copyOf(networks);
        }

        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            Optional<InetAddress> client = facts.clientAddress();
            return of(client.isPresent() && networks.stream().anyMatch(network -> network.contains(client.get())));
        }

        @Override
        public boolean needsAddress() {
            return true;
        }
    }

    /** {@code Require local}: the client has an address of the loopback networks, or the address to which it is connected. */
    record Local() implements Requirement {
        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            Optional<InetAddress> client = facts.clientAddress();
            return of(client.isPresent() && (client.get().isLoopbackAddress() || client.equals(facts.serverAddress())));
        }

        @Override
        public boolean needsAddress() {
            return true;
        }
    }

    /** {@code Require method}; GET includes HEAD. */
    record Method(Set<String> names) implements Requirement {
        public Method {
            names = Set.copyOf(names);
        }

        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            return of(new Methods(names, false).cover(facts.method()));
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
    record ValidUser() implements Requirement {
        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            return user.isPresent() ? Verdict.GRANTED : Verdict.DENIED_NO_USER;
        }

        @Override
        public boolean needsUser() {
            return true;
        }
    }

    /** {@code Require user}. */
    record User(List<String> names) implements Requirement {
        public User {
            names = List.copyOf(names);
        }

        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            return user.isEmpty() ? Verdict.DENIED_NO_USER : of(names.contains(user.get()));
        }

        @Override
        public boolean needsUser() {
            return true;
        }
    }

    /** {@code Require group}. */
    record Group(List<String> names) implements Requirement {
        public Group {
            names = List.copyOf(names);
        }

        @Override
        public Verdict check(AccessFacts facts, Optional<String> user) {
            return user.isEmpty() ? Verdict.DENIED_NO_USER : of(names.stream().anyMatch(name -> facts.authentication().isMember(user.get(), name)));
        }

        @Override
        public boolean needsUser() {
            return true;
        }
    }
}
