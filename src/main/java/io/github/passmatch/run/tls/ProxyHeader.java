package io.github.passmatch.run.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.passmatch.rules.target.IpAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the header of the PROXY protocol, version 1 or 2. Stricter than httpd: what the specification does not allow is refused.
 *
 * @param bytes  the length of the header
 * @param client the address of the client; empty: the peer of the connection is the client ({@code LOCAL}, {@code UNKNOWN})
 */
record ProxyHeader(int bytes, Optional<InetSocketAddress> client) {

    /** The longest header that is accepted: with the address, room for extensions (TLV), which are ignored. */
    static final int MAX_BYTES = 4096;

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte[] WORD = "PROXY ".getBytes(US_ASCII);
    /** The longest line of version 1, with its end. */
    private static final int MAX_LINE = 107;
    private static final int FIXED = 16;
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    /** Thrown if the connection does not begin with a valid header. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message, null, false, false);
        }
    }

    /** The header at the begin of {@code input}, whose position does not change; empty: more bytes are needed. */
    static Optional<ProxyHeader> read(ByteBuffer input) throws Invalid {
        byte[] bytes = new byte[Math.min(input.remaining(), MAX_BYTES)];
        input.duplicate().get(bytes);
        if (begins(bytes, SIGNATURE)) return bytes.length < FIXED ? Optional.empty() : binary(bytes);
        if (begins(bytes, WORD)) return line(bytes);
        throw new Invalid("no header of the PROXY protocol");
    }

    private static boolean begins(byte[] bytes, byte[] expected) {
        int length = Math.min(bytes.length, expected.length);
        return Arrays.equals(bytes, 0, length, expected, 0, length);
    }

    private static Optional<ProxyHeader> binary(byte[] bytes) throws Invalid {
        int length = FIXED + ((bytes[14] & 0xFF) << 8 | bytes[15] & 0xFF);
        if (length > MAX_BYTES) throw new Invalid("the header has more than " + MAX_BYTES + " bytes");
        int command = bytes[12] & 0xFF;
        if (command != LOCAL && command != PROXY) throw new Invalid("unknown version or command");
        int family = bytes[13] & 0xFF;
        int address = family == TCP4 ? 4 : family == TCP6 ? 16 : 0;
        if (command == PROXY && (address == 0 || length < FIXED + 2 * address + 4)) throw new Invalid("no address of TCP");
        if (bytes.length < length) return Optional.empty();
        if (command == LOCAL) return Optional.of(new ProxyHeader(length, Optional.empty()));
        int port = FIXED + 2 * address;
        try {
            InetAddress client = InetAddress.getByAddress(Arrays.copyOfRange(bytes, FIXED, FIXED + address));
            return Optional.of(new ProxyHeader(length, Optional.of(new InetSocketAddress(client, (bytes[port] & 0xFF) << 8 | bytes[port + 1] & 0xFF))));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<ProxyHeader> line(byte[] bytes) throws Invalid {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') end++;
        if (end >= MAX_LINE) throw new Invalid("the line has more than " + MAX_LINE + " bytes");
        if (end == bytes.length) return Optional.empty();
        if (bytes[end - 1] != '\r') throw new Invalid("the line does not end with CR LF");
        String[] words = new String(bytes, 0, end - 1, US_ASCII).split(" ", -1);
        if (words[1].equals("UNKNOWN")) return Optional.of(new ProxyHeader(end + 1, Optional.empty()));
        if (words.length != 6 || !words[1].equals("TCP4") && !words[1].equals("TCP6")) throw new Invalid("the line is not valid");
        boolean four = words[1].equals("TCP4");
        InetAddress client = address(words[2], four);
        address(words[3], four);
        port(words[5]);
        return Optional.of(new ProxyHeader(end + 1, Optional.of(new InetSocketAddress(client, port(words[4])))));
    }

    /** No names, zones and leading zeros. */
    private static InetAddress address(String text, boolean four) throws Invalid {
        boolean plain = four ? text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") : text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]{2,45}");
        Optional<InetAddress> address = plain ? IpAddress.parse(text) : Optional.empty();
        if (address.isEmpty() || four && !(address.get() instanceof Inet4Address && address.get().getHostAddress().equals(text))) throw new Invalid("an address is not valid");
        return address.get();
    }

    private static int port(String text) throws Invalid {
        if (!text.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(text) > 0xFFFF) throw new Invalid("a port is not valid");
        return Integer.parseInt(text);
    }
}
