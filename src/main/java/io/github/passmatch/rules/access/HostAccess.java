package io.github.passmatch.rules.access;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.DirectHost.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lines of mod_access_compat in one section: {@code Order}, {@code Allow}, {@code Deny} and {@code Satisfy}. As in httpd, a section with one of these lines replaces all of them of
 * an outer section.
 *
 * @param orders   {@code Order}; the last line for a method counts
 * @param allows   {@code Allow from}
 * @param denies   {@code Deny from}
 * @param satisfy  {@code Satisfy}; the last line for a method counts
 * @param place    the position of the last line of the section
 */
public record HostAccess(List<OrderLine> orders, List<Entry> allows, List<Entry> denies, List<SatisfyLine> satisfy, Place place) {

    /** No line. */
    public static final HostAccess NONE = new HostAccess(List.of(), List.of(), List.of(), List.of(), new Place("", 1, 1));

    public HostAccess {
        orders = List.copyOf(orders);
        allows = List.copyOf(allows);
        denies = List.copyOf(denies);
        satisfy = List.copyOf(satisfy);
        Objects.requireNonNull(place, "place");
    }

    /** The argument of {@code Order}. */
    public enum Order {
        DENY_ALLOW, ALLOW_DENY, MUTUAL_FAILURE
    }

    /** One {@code Order} line. */
    public record OrderLine(Place place, Order order, Methods methods) { }

    /** One {@code Satisfy} line. */
    public record SatisfyLine(Place place, boolean any, Methods methods) { }

    /**
     * One argument of {@code Allow from} or {@code Deny from}.
     *
     * @param text the directive with this argument
     */
    public record Entry(Place place, String text, Clients clients, Methods methods) { }

    /** The clients that an argument names. */
    public sealed interface Clients {

        /** Whether the client of the request is one of them. */
        boolean contain(AccessFacts facts);

        /** {@code all}. */
        record Everybody() implements Clients {
            @Override
            public boolean contain(AccessFacts facts) {
                return true;
            }
        }

        /** {@code none}: in httpd a host name, which no client has. */
        record Nobody() implements Clients {
            @Override
            public boolean contain(AccessFacts facts) {
                return false;
            }
        }

        /** {@code env=name} or {@code env=!name}. */
        record Variable(String name, boolean absent) implements Clients {
            @Override
            public boolean contain(AccessFacts facts) {
                return facts.hasVariable(name) != absent;
            }
        }

        /** An address or a network. */
        record In(Network network) implements Clients {
            @Override
            public boolean contain(AccessFacts facts) {
                Optional<InetAddress> client = facts.clientAddress();
                return client.isPresent() && network.contains(client.get());
            }
        }

        /** A host name, or the end of one. */
        record Named(ClientDomain domain) implements Clients {
            @Override
            public boolean contain(AccessFacts facts) {
                return facts.clientAddress().flatMap(client -> ClientDomain.of(client, facts)).filter(domain::contains).isPresent();
            }
        }
    }

    /** Whether there is no line. */
    public boolean isEmpty() {
        return orders.isEmpty() && allows.isEmpty() && denies.isEmpty() && satisfy.isEmpty();
    }

    /** Whether {@code Allow} or {@code Deny} names clients in this way. */
    boolean names(Class<? extends Clients> kind) {
        return Stream.concat(allows.stream(), denies.stream()).anyMatch(entry -> kind.isInstance(entry.clients));
    }

    /** {@code Satisfy Any} applies to {@code method}. */
    boolean satisfiesAny(String method) {
        boolean any = false;
        for (SatisfyLine line : satisfy) if (line.methods.cover(method)) any = line.any;
        return any;
    }

    /** Why the client has no access; empty if it has. */
    Optional<Denial> denial(AccessFacts facts) {
        Order order = Order.DENY_ALLOW;
        Place of = place;
        for (OrderLine line : orders)
            if (line.methods.cover(facts.method())) {
                order = line.order;
                of = line.place;
            }
        Optional<Entry> allow = find(allows, facts);
        Optional<Entry> deny = find(denies, facts);
        if (order == Order.DENY_ALLOW && (deny.isEmpty() || allow.isPresent())) return Optional.empty();
        boolean noAllowByName = allow.isEmpty() && allows.stream().anyMatch(entry -> entry.clients instanceof Clients.Named);
        Optional<Denial> denied = deny.map(entry -> new Denial(entry.place, noAllowByName || entry.clients instanceof Clients.Named ? Denial.withName(entry.text, facts) : entry.text));
        if (denied.isPresent() || allow.isPresent()) return denied;
        String text = "Order " + (order == Order.ALLOW_DENY ? "Allow,Deny" : "Mutual-failure") + " without an Allow for this client";
        return Optional.of(new Denial(of, noAllowByName ? Denial.withName(text, facts) : text));
    }

    private static Optional<Entry> find(List<Entry> entries, AccessFacts facts) {
        for (Entry entry : entries) if (entry.methods.cover(facts.method()) && entry.clients.contain(facts)) return Optional.of(entry);
        return Optional.empty();
    }
}
