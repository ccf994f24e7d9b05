package io.github.passmatch.rules.naming;

import io.github.passmatch.rules.target.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * One address of a name.
 *
 * @param port     where the server listens
 * @param priority of an SRV record, else 0: a lower number is used first
 * @param weight   of an SRV record, else 0: the share among the records of the same priority
 */
public record Endpoint(InetAddress address, int port, int priority, int weight) {

    /** By address and port, so that the order does not depend on the order of the answer. */
    static final Comparator<Endpoint> ORDER = Comparator.comparing((Endpoint one) -> one.address().getAddress(), Arrays::compareUnsigned).thenComparingInt(Endpoint::port);

    public Endpoint {
        Objects.requireNonNull(address, "address");
        if (port < 1 || port > 65535) throw new IllegalArgumentException("the port must be 1 to 65535, was " + port);
    }

    /** An address without SRV record. */
    public Endpoint(InetAddress address, int port) {
        this(address, port, 0, 0);
    }

    boolean isAt(Endpoint other) {
        return address.equals(other.address) && port == other.port;
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    /** {@code 10.0.0.1}, or {@code fd00::1}. */
    public String host() {
        return IpAddress.canonical(address.getHostAddress());
    }

    /** {@code 10.0.0.1:8080}, or {@code [fd00::1]:8080}. */
    @Override
    public String toString() {
        return (host().indexOf(':') >= 0 ? "[" + host() + "]" : host()) + ":" + port;
    }
}
