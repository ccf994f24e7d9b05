package io.github.passmatch.rules.connection;

import io.github.passmatch.rules.target.Authority;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One argument of {@code NoProxy}: {@code .domain}, a host name, an address, or a network. Names are not resolved.
 *
 * @param name    lower case; a domain begins with a dot
 * @param network the address or network; empty for a name
 */
public record DirectHost(String name, Optional<Network> network) {

    public DirectHost {
        name = name.toLowerCase(Locale.ROOT);
        Objects.requireNonNull(network, "network");
    }

    /** Whether {@code host}, a name or an address without brackets, matches. */
    public boolean covers(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (network.isPresent()) return Authority.address(host).filter(network.get()::contains).isPresent();
        return name.startsWith(".") ? lower.endsWith(name) : lower.equals(name);
    }

    /**
     * A network: all addresses with the same first bits.
     *
     * @param base any address of the network
     * @param bits length of the network prefix
     */
    public record Network(InetAddress base, int bits) {

        public Network {
            if (bits < 0 || bits > base.getAddress().length * 8) throw new IllegalArgumentException("bits must be 0 to " + base.getAddress().length * 8 + ", was " + bits);
        }

        /** The number of bits of a netmask such as {@code 255.255.0.0}; empty if {@code mask} is not an IPv4 address whose set bits come first. */
        public static OptionalInt bitsOf(InetAddress mask) {
            if (!(mask instanceof Inet4Address)) return OptionalInt.empty();
            int value = ByteBuffer.wrap(mask.getAddress()).getInt();
            int bits = Integer.numberOfLeadingZeros(~value);
            return bits < 32 && value << bits != 0 ? OptionalInt.empty() : OptionalInt.of(bits);
        }

        /** Whether {@code address} is in the network. */
        public boolean contains(InetAddress address) {
            byte[] mine = base.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) return false;
            for (int bit = 0; bit < bits; bit++)
                if (((mine[bit / 8] ^ other[bit / 8]) >> (7 - bit % 8) & 1) != 0) return false;
            return true;
        }
    }
}
