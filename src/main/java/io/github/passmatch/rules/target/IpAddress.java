package io.github.passmatch.rules.target;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads IP addresses and writes them in canonical form (RFC 5952), as httpd does. Containers write IPv6 addresses in full, some in brackets. */
public final class IpAddress {

    private static final int WORDS = 8;

    private IpAddress() { }

    /** The address in {@code text}, with or without brackets and zone; empty for any other text. Names are not resolved. */
    public static Optional<InetAddress> parse(String text) {
        return Authority.address(withoutZone(bare(text)));
    }

    /**
     * The address in its canonical text form, as httpd writes it: IPv6 without brackets by RFC 5952, an IPv4-mapped address as IPv4, a zone by the name of its interface.
     *
     * @return {@code text} itself if it is not an IPv6 address
     */
    public static String canonical(String text) {
        if (text == null || text.indexOf(':') < 0) return text;
        String bare = bare(text);
        Optional<InetAddress> address = Authority.address(withoutZone(bare));
        if (address.isEmpty()) return text;
        if (!(address.get() instanceof Inet6Address six)) return address.get().getHostAddress();
        int zone = bare.indexOf('%');
        return text(six.getAddress()) + (zone < 0 ? "" : "%" + interfaceName(bare.substring(zone + 1)));
    }

    /** An address without its zone, which has no meaning on other machines. */
    public static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static String bare(String text) {
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    private static String interfaceName(String zone) {
        if (!zone.chars().allMatch(Character::isDigit) || zone.isEmpty() || zone.length() > 9) return zone;
        try {
            NetworkInterface named = NetworkInterface.getByIndex(Integer.parseInt(zone));
            return named == null ? zone : named.getName();
        } catch (SocketException e) {
            return zone;
        }
    }

    /** RFC 5952 §4.2: the first longest sequence of two or more zero words becomes {@code ::}. As in inet_ntop, the last 32 bits of an IPv4-compatible address are written as IPv4. */
    private static String text(byte[] address) {
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) words[i] = (address[2 * i] & 0xFF) << 8 | address[2 * i + 1] & 0xFF;
        int start = 0;
        int length = 1;
        for (int i = 0; i < WORDS; i++) {
            int end = i;
            while (end < WORDS && words[end] == 0) end++;
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder out = new StringBuilder(39);
        for (int i = 0; i < WORDS; i++) {
            if (length > 1 && i == start) {
                out.append("::");
                i += length - 1;
            } else if (i == 6 && start == 0 && length == 6) {
                return out.append(dotted(address)).toString();
            } else {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') out.append(':');
                out.append(Integer.toHexString(words[i]));
            }
        }
        return out.toString();
    }

    private static String dotted(byte[] address) {
        try {
            return InetAddress.getByAddress(new byte[] {address[12], address[13], address[14], address[15]}).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);        // four bytes are always an address
        }
    }
}
