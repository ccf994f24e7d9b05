package io.github.passmatch.config.access;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.connection.DirectHost.Network;
import io.github.passmatch.rules.target.Authority;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads the addresses and networks of clients as httpd does: {@code 10.1.2.3}, {@code 10.1}, {@code 10.1.0.0/16}, {@code 10.1.0.0/255.255.0.0}, {@code 2001:db8::/32}. */
final class ClientNetworks {

    static final String NO_COMMAS = "separate addresses by spaces, not by commas";
    private static final Pattern LOOKS = Pattern.compile("[0-9.]+|[^/]*:[^/]*");
    private static final Pattern PARTIAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){0,2}\\.?|\\d{1,3}(\\.\\d{1,3}){3}");

    private ClientNetworks() { }

    /** Whether {@code text} has the form of an address or a network, and not of a name. */
    static boolean looksLikeAddress(String text) {
        return text.indexOf('/') >= 0 || LOOKS.matcher(text).matches();
    }

    /** Empty after an error was reported. */
    static Optional<Network> read(Word word, Problems problems) {
        String text = word.text();
        int slash = text.indexOf('/');
        Optional<Network> network = network(slash < 0 ? text : text.substring(0, slash), slash < 0 ? null : text.substring(slash + 1));
        if (network.isEmpty()) problems.error(word.place(), "\"" + text + "\" is not an address or a network", hint(word));
        return network;
    }

    private static String hint(Word word) {
        String text = word.text();
        if (word.isComment()) return Word.NO_COMMENT;
        if (text.contains(",")) return NO_COMMAS;
        if (text.endsWith("/0")) return "write Require all granted";
        if (text.toLowerCase(Locale.ROOT).startsWith("::ffff:")) return "write the IPv4 address; it also matches clients with the IPv4-mapped address";
        return "write an address (10.1.2.3), the beginning of an address (10.1), or a network (10.1.0.0/16, 2001:db8::/32)";
    }

    private static Optional<Network> network(String address, String mask) {
        if (address.indexOf(':') >= 0) {
            Optional<InetAddress> six = Authority.address(address).filter(Inet6Address.class::isInstance);
            return six.flatMap(base -> network(base, mask == null ? OptionalInt.of(128) : bits(mask, 128)));
        }
        if (!PARTIAL.matcher(address).matches()) return Optional.empty();
        String[] bytes = address.split("\\.");
        if (mask != null && bytes.length < 4) return Optional.empty();
        Optional<InetAddress> four = Authority.address(String.join(".", bytes) + ".0".repeat(4 - bytes.length));
        for (String each : bytes) if (Integer.parseInt(each) > 255) return Optional.empty();
        return four.flatMap(base -> network(base, mask == null ? OptionalInt.of(bytes.length * 8) : bits(mask, 32)));
    }

    private static Optional<Network> network(InetAddress base, OptionalInt bits) {
        return bits.isPresent() ? Optional.of(new Network(base, bits.getAsInt())) : Optional.empty();
    }

    /** A number of bits, or for IPv4 a mask whose set bits come first. */
    private static OptionalInt bits(String mask, int longest) {
        if (mask.matches("\\d{1,3}")) {
            int bits = Integer.parseInt(mask);
            return bits >= 1 && bits <= longest ? OptionalInt.of(bits) : OptionalInt.empty();
        }
        return longest == 32 ? Authority.address(mask).map(Network::bitsOf).orElse(OptionalInt.empty()) : OptionalInt.empty();
    }
}
