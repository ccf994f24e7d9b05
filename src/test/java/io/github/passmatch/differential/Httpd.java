package io.github.passmatch.differential;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The machine's own httpd as one process in the foreground, on ports of the loopback address. Killed when closed. */
final class Httpd implements AutoCloseable {

    private static final List<String> MODULES = List.of("mpm_event", "authn_core", "authn_file", "auth_basic", "authz_core", "authz_host", "authz_user", "authz_groupfile", "access_compat", "alias", "env", "setenvif", "headers", "remoteip", "rewrite", "proxy", "proxy_http");
    /** The standing conditions of the golden rows; what is mapped to nothing is 404. */
    private static final String STANDING = """
            ServerRoot "%1$s"
            ServerName proxy.example.com
            DocumentRoot "%1$s/htdocs"
            PidFile "%1$s/httpd.pid"
            ErrorLog "%1$s/error.log"
            StartServers 1
            ServerLimit 1
            ThreadsPerChild 25
            MaxRequestWorkers 25
            """;

    /** Below those that the system gives to clients, so that only another server can be in the way. */
    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 20_000;
    private static final int ATTEMPTS = 3;

    private final Path directory;
    private final boolean whole;
    private List<Integer> ports;
    private Process process;

    /**
     * Starts it and waits until it listens.
     *
     * @param directory an empty one
     * @param sites     the directives of each virtual host; each gets a port of its own
     */
    Httpd(Path directory, List<String> sites) throws IOException {
        this(directory, sites, false);
    }

    private Httpd(Path directory, List<String> sites, boolean whole) throws IOException {
        this.whole = whole;
        this.directory = Files.createDirectories(directory.resolve("httpd"));
        Files.createDirectories(this.directory.resolve("htdocs"));
        String said = start(sites);
        for (int attempt = 1; attempt < ATTEMPTS && said.contains("Address already in use"); attempt++) said = start(sites);
        if (!said.isEmpty()) throw new AssertionError("httpd did not start:\n" + said);
    }

    /** One whose main server, with whatever virtual hosts, has these directives. */
    static Httpd whole(Path directory, String configuration) throws IOException {
        return new Httpd(directory, List.of(configuration), true);
    }

    /** @return nothing if it is up, else what it said */
    private String start(List<String> sites) throws IOException {
        ports = freePorts(sites.size());
        StringBuilder text = new StringBuilder(STANDING.formatted(directory));
        for (String module : MODULES)
            text.append(load(module));
        for (int i = 0; i < sites.size(); i++)
            text.append((whole ? "Listen 127.0.0.1:%1$d%n%2$s" : "Listen 127.0.0.1:%1$d%n<VirtualHost 127.0.0.1:%1$d>%n%2$s</VirtualHost>%n").formatted(ports.get(i), sites.get(i)));
        Path file = Files.writeString(directory.resolve("httpd.conf"), text.toString());
        Path output = directory.resolve("output.log");
        process = new ProcessBuilder(binary().orElseThrow().toString(), "-X", "-f", file.toString()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); process.isAlive() && System.nanoTime() < end; LockSupport.parkNanos(10_000_000))
            if (listens(ports.get(ports.size() - 1))) return "";
        close();
        return "(" + process.exitValue() + ") " + Files.readString(output);
    }

    /** The lines that load a module. */
    static String load(String module) {
        return "<IfModule !%1$s_module>%nLoadModule %1$s_module \"%2$s/mod_%1$s.so\"%n</IfModule>%n".formatted(module, modules());
    }

    /** Where that virtual host listens. */
    int port(int site) {
        return ports.get(site);
    }

    private static boolean listens(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The program, if this machine has it. */
    static Optional<Path> binary() {
        List<String> directories = new ArrayList<>(List.of(System.getenv("PATH").split(":")));
        directories.addAll(List.of("/usr/sbin", "/usr/local/sbin"));
        return directories.stream().flatMap(directory -> Stream.of("apache2", "httpd").map(name -> Path.of(directory, name))).filter(Files::isExecutable).findFirst();
    }

    private static String modules() {
        return Stream.of("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2", "/usr/local/apache2/modules")
                .filter(directory -> Files.exists(Path.of(directory, "mod_proxy.so"))).findFirst().orElseThrow(() -> new AssertionError("no mod_proxy.so found"));
    }

    /** As it tells it itself: {@code Apache/2.4.71 (Debian)}. */
    static String version() throws IOException, InterruptedException {
        Process ask = new ProcessBuilder(binary().orElseThrow().toString(), "-v").redirectErrorStream(true).start();
        String said = new String(ask.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        ask.waitFor();
        return said.lines().findFirst().orElse("?").replace("Server version: ", "");
    }

    /** Ports that nobody uses at this moment, all different. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            int next = ThreadLocalRandom.current().nextInt(PORTS);
            for (int tried = 0; tried < PORTS && sockets.size() < count; tried++) {
                try {
                    sockets.add(new ServerSocket(FIRST_PORT + (next + tried) % PORTS, 1, InetAddress.getLoopbackAddress()));
                } catch (BindException e) {
                    // somebody's
                }
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) socket.close();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
