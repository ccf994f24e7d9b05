package io.github.passmatch.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Load by tunnels: each sends a message of 8 KiB 64 times a second, and waits until it is back: 1 MiB/s, both directions together. A thread for each tunnel; the bench's CPU time does not count. */
final class TunnelLoad {

    private static final int MESSAGE = 8 << 10;
    private static final int PER_SECOND = 64;
    private static final double MESSAGES_PER_MIB = (1 << 20) / (2.0 * MESSAGE);
    private static final int PATIENCE = 30_000;

    private TunnelLoad() { }

    /** Whether a tunnel can be opened, and sends back what it should. */
    static void verify(int port, Workload.Request request) throws IOException {
        try (Tunnel tunnel = new Tunnel(port, request.path())) {
            tunnel.echo();
        }
    }

    /** Its requests are MiB, its times those of a message there and back. */
    static Load load(int port, Workload.Request request, int seconds, Runnable meanwhile) throws IOException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(request.connections());
        try {
            List<Future<double[]>> all = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < request.connections(); i++) {
                long offset = 1_000_000_000L / PER_SECOND * i / request.connections();
                all.add(executor.submit(() -> run(port, request.path(), start + offset, seconds * 1_000_000_000L)));
            }
            meanwhile.run();
            return load(all, seconds);
        } finally {
            executor.shutdownNow();
        }
    }

    private static double[] run(int port, String path, long first, long length) throws IOException {
        double[] micros = new double[(int) (length / 1_000_000_000L) * PER_SECOND];
        try (Tunnel tunnel = new Tunnel(port, path)) {
            int count = 0;
            for (long begin = System.nanoTime(); count < micros.length && begin - first < length; begin = System.nanoTime()) {
                long left = first + count * (1_000_000_000L / PER_SECOND) - begin;
                if (left > 0) {
                    LockSupport.parkNanos(left);
                    continue;
                }
                tunnel.echo();
                micros[count++] = (System.nanoTime() - begin) / 1e3;
            }
            return Arrays.copyOf(micros, count);
        }
    }

    private static Load load(List<Future<double[]>> all, int seconds) throws InterruptedException {
        int errors = 0;
        List<double[]> done = new ArrayList<>();
        for (Future<double[]> one : all) {
            try {
                done.add(one.get());
            } catch (ExecutionException e) {
                errors++;
                Settings.progress("a tunnel has failed: %s", e.getCause());
            }
        }
        double[] micros = done.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
        if (micros.length == 0) return new Load(0, seconds, 0, 0, errors);
        return new Load(Math.round(micros.length / MESSAGES_PER_MIB), seconds, micros[micros.length / 2], micros[(int) (micros.length * 0.99)], errors);
    }

    private static final class Tunnel implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final byte[] message = new byte[MESSAGE];
        private final byte[] back = new byte[MESSAGE];

        private Tunnel(int port, String path) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE);
            in = new DataInputStream(socket.getInputStream());
            Arrays.fill(message, (byte) 'x');
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readUnsignedByte());
            if (!head.toString().startsWith("HTTP/1.1 101 ")) throw new IOException(head.toString());
        }

        private void echo() throws IOException {
            socket.getOutputStream().write(message);
            in.readFully(back);
            if (!Arrays.equals(message, back)) throw new IOException("another message came back");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
