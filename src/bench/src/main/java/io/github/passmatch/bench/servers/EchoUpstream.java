package io.github.passmatch.bench.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Switches each connection to WebSocket, whatever is asked, and sends back all that comes. A thread for each connection. */
public final class EchoUpstream {

    private static final int BACKLOG = 1024;
    private static final int BUFFER = 64 * 1024;
    private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private EchoUpstream() { }

    /** @param arguments the port */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]), BACKLOG, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "echo");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            for (int ends = 0; ends < 2; ) {
                int b = in.read();
                if (b < 0) return;
                if (b != '\r') ends = b == '\n' ? ends + 1 : 0;
            }
            socket.getOutputStream().write(SWITCH.getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) socket.getOutputStream().write(buffer, 0, read);
        } catch (IOException e) {
            // the proxy has closed the connection
        }
    }
}
