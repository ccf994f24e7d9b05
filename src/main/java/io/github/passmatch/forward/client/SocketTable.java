package io.github.passmatch.forward.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the kernel's table of TCP connections (Linux, proc(5)). The table shows that a peer has left without a read or write on the connection, in every
 * container.
 */
final class SocketTable {

    /** The state in the table in which both sides may still send. */
    static final String ESTABLISHED = "01";

    private static final Path IPV4 = Path.of("/proc/self/net/tcp");
    private static final Path IPV6 = Path.of("/proc/self/net/tcp6");
    private static final int V4_DIGITS = 8;
    private static final int V6_DIGITS = 32;
    private static final int PORT_DIGITS = 5;       // with the colon
    /** The prefix of IPv4-mapped IPv6 addresses (RFC 4291 §2.5.5.2). */
    private static final String MAPPED = hex(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1});

    private SocketTable() { }

    /** Is called for each connection, with its {@link #key} and state. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether to continue. */
        boolean connection(String key, String state);
    }

    static boolean available() {
        return Files.isReadable(IPV4);
    }

    /** The key of a connection between two addresses, as in the table; null if one of them is not an IP address. */
    static String key(String localAddress, int localPort, String remoteAddress, int remotePort) {
        String local = hexAddress(localAddress);
        String remote = hexAddress(remoteAddress);
        return local == null || remote == null ? null : local + port(localPort) + " " + remote + port(remotePort);
    }

    private static String port(int port) {
        return ":" + String.format("%04X", port);
    }

    /** Accepts IP literals only, so that no name is resolved. */
    private static String hexAddress(String address) {
        String bare = address == null ? "" : address.replaceAll("^\\[|]$|%.*", "");
        if (!bare.matches("[0-9a-fA-F:.]+") || !bare.contains(".") && !bare.contains(":")) return null;
        try {
            return hex(InetAddress.getByName(bare).getAddress());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The kernel prints an address as numbers of four bytes each, in native byte order. */
    private static String hex(byte[] address) {
        ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        StringBuilder text = new StringBuilder(V6_DIGITS);
        while (words.hasRemaining()) text.append(String.format("%08X", words.getInt()));
        return text.toString();
    }

    /**
     * Reads the table once, or until the visitor stops: IPv6 first, because a JVM's sockets are there, also those for IPv4. Not an atomic snapshot: an
     * existing connection may be missed.
     */
    static void read(Visitor visitor) throws IOException {
        if (read(IPV6, V6_DIGITS, visitor)) read(IPV4, V4_DIGITS, visitor);
    }

    private static boolean read(Path file, int digits, Visitor visitor) throws IOException {
        if (!Files.isReadable(file)) return true;
        try (BufferedReader lines = Files.newBufferedReader(file, ISO_8859_1)) {
            lines.readLine();       // the heading
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                if (!visit(line, digits, visitor)) return false;
        }
        return true;
    }

    /** {@code   12: 0100007F:1F90 0100007F:C3A8 01 …}: number, local, remote, state. */
    private static boolean visit(String line, int digits, Visitor visitor) {
        int local = line.indexOf(": ") + 2;
        int remote = local + digits + PORT_DIGITS + 1;
        int state = remote + digits + PORT_DIGITS + 1;
        if (line.length() < state + 2) return true;
        return visitor.connection(bare(line, local, digits) + " " + bare(line, remote, digits), line.substring(state, state + 2));
    }

    private static String bare(String line, int at, int digits) {
        int from = line.startsWith(MAPPED, at) && digits == V6_DIGITS ? at + MAPPED.length() : at;
        return line.substring(from, at + digits + PORT_DIGITS);
    }
}
