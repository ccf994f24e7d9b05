package io.github.passmatch.upstream.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.rules.connection.RemoteProxy;
import io.github.passmatch.rules.target.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.Optional;

/** Opens a tunnel through a remote proxy to an https upstream (RFC 9110 §9.3.6). */
public final class RemoteTunnel {

    private static final int LONGEST_HEAD = 16 * 1024;

    private RemoteTunnel() { }

    /** Returns when the tunnel is open; from then on the socket leads to the upstream. */
    static void open(Socket socket, RemoteProxy remote, Authority upstream) throws IOException {
        String host = (upstream.host().indexOf(':') >= 0 ? "[" + upstream.host() + "]" : upstream.host()) + ":" + upstream.port();
        String authorization = authorization(remote).map(value -> "Proxy-Authorization: " + value + "\r\n").orElse("");
        socket.getOutputStream().write(("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n" + authorization + "\r\n").getBytes(ISO_8859_1));
        String statusLine = head(socket.getInputStream()).lines().findFirst().orElse("");
        if (!statusLine.matches("HTTP/1\\.[0-9] 2[0-9]{2}( .*)?")) throw new Refused("the " + remote + " answered CONNECT " + host + " with \"" + printable(statusLine) + "\"");
    }

    /** The value of {@code Proxy-Authorization} (RFC 7617), if credentials are configured. */
    public static Optional<String> authorization(RemoteProxy remote) {
        return remote.credentials().map(credentials -> "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
    }

    /** Reads byte by byte, because the bytes after the head belong to the upstream. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0 && head.indexOf("\n\n", Math.max(0, head.length() - 2)) < 0) {
            int b = in.read();
            if (b < 0) throw new Refused("the remote proxy closed the connection within its answer to CONNECT");
            if (head.length() == LONGEST_HEAD) throw new Refused("the remote proxy's answer to CONNECT is too long");
            head.append((char) b);
        }
        return head.toString();
    }

    private static String printable(String line) {
        return line.substring(0, Math.min(80, line.length())).replaceAll("[^ -~]", "?");
    }

    /** Is thrown if the remote proxy does not open the tunnel. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private Refused(String message) {
            super(message);
        }
    }
}
