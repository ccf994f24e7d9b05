package io.github.passmatch.testing;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real DNS server (dnsmasq) on a loopback address, which knows only what a test says, and processes that ask it. Needs Linux, root and the package {@code dnsmasq-base}. */
public final class Dnsmasq implements AutoCloseable {

    private static final int PORT = 53;
    private static final int PROBE_MILLIS = 100;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Path directory;
    private final String network = "127." + ThreadLocalRandom.current().nextInt(64, 250) + "." + ThreadLocalRandom.current().nextInt(250) + ".";
    private Process process;

    public Dnsmasq(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(resolvConf(), "nameserver " + address(1) + "\nsearch test\noptions ndots:2\n");
    }

    /** Why there can be none here; empty: there can. */
    public static Optional<String> obstacle() throws IOException, InterruptedException {
        if (program().isEmpty()) return Optional.of("dnsmasq is not installed (apt-get install dnsmasq-base)");
        if (!System.getProperty("user.name").equals("root")) return Optional.of("port 53 and a mount namespace need root");
        boolean mounts = new ProcessBuilder("unshare", "--mount", "mount", "--bind", "/etc/hostname", "/etc/resolv.conf").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        return mounts ? Optional.empty() : Optional.of("this machine allows no mount namespace");
    }

    private static Optional<Path> program() {
        return Stream.of("/usr/sbin/dnsmasq", "/usr/bin/dnsmasq", "/usr/local/sbin/dnsmasq").map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /** An address of this machine that no other test uses. */
    public String address(int last) {
        return network + last;
    }

    private Path resolvConf() {
        return directory.resolve("resolv.conf");
    }

    /** A command that runs the one behind it so that it asks this server. */
    public List<String> asking() {
        return List.of("unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"", resolvConf().toString());
    }

    /**
     * Knows exactly this from now on.
     *
     * @param records options of dnsmasq such as {@code host-record=web.test,127.0.0.2}
     */
    public void serve(String... records) throws IOException, InterruptedException {
        close();
        List<String> command = new ArrayList<>(List.of(program().orElseThrow().toString(), "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--local=/#/", "--bind-interfaces", "--user=root", "--pid-file=",
                "--listen-address=" + address(1), "--port=" + PORT));
        for (String record : records) command.add("--" + record);
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(directory.resolve("dnsmasq.log").toFile()).start();
        awaitAnswer();
    }

    /** Asks for the name {@code x} until there is any answer. */
    private void awaitAnswer() throws IOException {
        byte[] question = {1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'x', 4, 't', 'e', 's', 't', 0, 0, 1, 0, 1};
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PROBE_MILLIS);
            for (long end = System.nanoTime() + PATIENCE_NANOS; System.nanoTime() < end && process.isAlive(); ) {
                try {
                    socket.send(new DatagramPacket(question, question.length, InetAddress.getByName(address(1)), PORT));
                    socket.receive(new DatagramPacket(new byte[512], 512));
                    return;
                } catch (SocketTimeoutException e) {
                    // Not yet.
                }
            }
        }
        throw new IOException("dnsmasq does not answer: " + Files.readString(directory.resolve("dnsmasq.log")));
    }

    /** No server any more. */
    @Override
    public void close() {
        if (process == null) return;
        process.destroy();
        process.onExit().join();
        process = null;
    }
}
