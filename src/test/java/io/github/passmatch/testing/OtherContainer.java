package io.github.passmatch.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A container of another make, which the build unpacks with {@code -Pcontainers}. */
public enum OtherContainer {

    /** WildFly, with Undertow. */
    WILDFLY("wildfly-") {
        @Override
        RunningContainer start(Path base, Path home, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException {
            copy(home.resolve("standalone"), base.resolve("standalone"));
            for (Map.Entry<String, Path> war : wars.entrySet()) Files.copy(war.getValue(), base.resolve("standalone/deployments/" + war.getKey() + ".war"));
            int port = freePort();
            List<String> arguments = new ArrayList<>(opens("java.base/java.lang", "java.base/java.lang.invoke", "java.base/java.net", "java.base/java.io", "java.base/java.security",
                    "java.base/java.util", "java.base/java.util.concurrent", "java.management/javax.management", "java.naming/javax.naming"));
            arguments.addAll(List.of("-Xmx512m", "-Djboss.home.dir=" + home, "-Djboss.server.base.dir=" + base.resolve("standalone"), "-Djboss.http.port=" + port,
                    "-Djboss.https.port=" + freePort(), "-Djboss.management.http.port=" + freePort(), "-jar", home.resolve("jboss-modules.jar").toString(), "-mp", home.resolve("modules").toString(),
                    "org.jboss.as.standalone"));
            return up(ContainerProcess.java(jdk, base, Map.of(), arguments), base, port, "WFLYSRV0025");
        }
    },

    /** Open Liberty. */
    OPEN_LIBERTY("wlp") {
        @Override
        RunningContainer start(Path base, Path home, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException {
            Path server = Files.createDirectories(base.resolve("servers/defaultServer"));
            int port = freePort();
            StringBuilder xml = new StringBuilder("<server><featureManager><feature>servlet-6.0</feature></featureManager><logging consoleLogLevel=\"INFO\"/>"
                    + "<httpEndpoint id=\"defaultHttpEndpoint\" host=\"127.0.0.1\" httpPort=\"" + port + "\" httpsPort=\"-1\"/>");
            for (Map.Entry<String, Path> war : wars.entrySet()) xml.append("<webApplication location=\"").append(war.getValue()).append("\" contextRoot=\"/").append(war.getKey()).append("\"/>");
            Files.writeString(server.resolve("server.xml"), xml.append("</server>"));
            ContainerProcess process = ContainerProcess.java(jdk, base, Map.of("WLP_USER_DIR", base.toString()), List.of("-Xmx512m", "-javaagent:" + home.resolve("bin/tools/ws-javaagent.jar"), "-jar",
                    home.resolve("bin/tools/ws-server.jar").toString(), "defaultServer"));
            return up(process, base, port, Stream.concat(Stream.of("CWWKF0011I"), wars.keySet().stream().map(name -> "CWWKZ0001I: .* " + name + " ")).toArray(String[]::new));
        }
    },

    /** Payara Micro, with Grizzly. */
    PAYARA("payara-micro-") {
        @Override
        RunningContainer start(Path base, Path home, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException {
            Path directory = Files.createDirectories(base.resolve("deployments"));
            for (Map.Entry<String, Path> war : wars.entrySet()) Files.copy(war.getValue(), directory.resolve(war.getKey() + ".war"));
            int port = freePort();
            List<String> arguments = new ArrayList<>(opens("java.base/java.lang", "java.base/java.net", "java.base/java.nio", "java.base/java.util", "java.base/sun.nio.ch",
                    "java.base/sun.net.www.protocol.jrt", "java.management/sun.management", "java.naming/javax.naming.spi", "java.logging/java.util.logging"));
            arguments.addAll(List.of("-Xmx512m", "-jar", home.toString(), "--nocluster", "--port", String.valueOf(port), "--rootdir", base.resolve("root").toString(), "--deploymentdir", directory.toString()));
            return up(ContainerProcess.java(jdk, base, Map.of(), arguments), base, port, " ready in ");
        }
    };

    private final String home;

    OtherContainer(String home) {
        this.home = home;
    }

    /**
     * Deploys, starts, and waits until it is up.
     *
     * @param base    an empty directory
     * @param webapps by context name
     */
    public RunningContainer start(Path base, Map<String, Path> webapps, Path jdk) throws IOException, InterruptedException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("passmatch.containers")).toAbsolutePath())) {
            Path found = all.filter(path -> path.getFileName().toString().startsWith(home)).findFirst().orElseThrow(() -> new AssertionError("the build has not unpacked " + home + "*"));
            return start(base, found, webapps, jdk);
        }
    }

    abstract RunningContainer start(Path base, Path home, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException;

    private static RunningContainer up(ContainerProcess process, Path base, int port, String... lines) throws InterruptedException {
        try {
            for (String line : lines) process.awaitLine(line);
            return new RunningContainer(process, base, port);
        } catch (InterruptedException | RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    private static List<String> opens(String... packages) {
        return Stream.of(packages).map(name -> "--add-opens=" + name + "=ALL-UNNAMED").toList();
    }

    /** None of these containers tells which one it took. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
            }
        }
    }
}
