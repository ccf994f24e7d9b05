package io.github.passmatch.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A distribution that the build has unpacked, with its stock settings but for the ports. */
public enum Container {

    /** Tomcat 10.1. */
    TOMCAT_10("apache-tomcat-10."),
    /** Tomcat 11. */
    TOMCAT_11("apache-tomcat-11."),
    /** Jetty 12.1 with the environment of Servlet 6.0. */
    JETTY_EE10("jetty-home-"),
    /** Jetty 12.1 with the environment of Servlet 6.1. */
    JETTY_EE11("jetty-home-");

    /** As in Tomcat's own start script. */
    private static final List<String> TOMCAT_OPENS = Stream.of("java.base/java.lang", "java.base/java.lang.reflect", "java.base/java.io",
            "java.base/java.util", "java.base/java.util.concurrent", "java.rmi/sun.rmi.transport").map(name -> "--add-opens=" + name + "=ALL-UNNAMED").toList();

    private final String directory;

    Container(String directory) {
        this.directory = directory;
    }

    private Path home() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("passmatch.containers")).toAbsolutePath())) {
            return all.filter(path -> path.getFileName().toString().startsWith(directory)).findFirst()
                    .orElseThrow(() -> new AssertionError("the build has not unpacked " + directory + "*"));
        }
    }

    /**
     * Deploys, starts, and waits until it is up.
     *
     * @param base    an empty directory
     * @param webapps by context name; {@code ROOT} is the root
     * @param modules of Jetty, beside those that serve webapps; Tomcat knows {@code http2c} alone
     */
    public RunningContainer start(Path base, Map<String, Path> webapps, Map<String, String> environment, Path jdk, String... modules) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(base.resolve("webapps"));
        for (Map.Entry<String, Path> webapp : webapps.entrySet()) Files.copy(webapp.getValue(), directory.resolve(webapp.getKey() + ".war"));
        return this == TOMCAT_10 || this == TOMCAT_11 ? startTomcat(base, environment, jdk, List.of(modules)) : startJetty(base, environment, jdk, modules);
    }

    private RunningContainer startTomcat(Path base, Map<String, String> environment, Path jdk, List<String> modules) throws IOException, InterruptedException {
        String server = Files.readString(home().resolve("conf/server.xml"));
        String http2 = "><UpgradeProtocol className=\"org.apache.coyote.http2.Http2Protocol\"/></Connector>";
        if (modules.contains("http2c")) server = server.replaceFirst("(redirectPort=\"8443\"[^>]*)/>", "$1" + http2);
        return startTomcat(base, server.replace("port=\"8005\"", "port=\"-1\"").replace("port=\"8080\"", "port=\"0\""), environment, jdk);
    }

    /**
     * Starts a Tomcat and waits until it is up; its first port is the one told.
     *
     * @param base   an empty directory
     * @param server its {@code server.xml}, in which a connector may ask for port 0: any free one
     */
    public RunningContainer startTomcat(Path base, String server, Map<String, String> environment, Path jdk) throws IOException, InterruptedException {
        Path conf = Files.createDirectories(base.resolve("conf"));
        Files.createDirectories(base.resolve("logs"));
        try (Stream<Path> files = Files.list(home().resolve("conf"))) {
            for (Path file : files.toList()) Files.copy(file, conf.resolve(file.getFileName()));
        }
        Files.writeString(conf.resolve("server.xml"), server);
        List<String> arguments = new ArrayList<>(TOMCAT_OPENS);
        arguments.addAll(List.of(
                "-Djava.util.logging.config.file=" + conf.resolve("logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-Dcatalina.home=" + home(), "-Dcatalina.base=" + base,
                "-classpath", home().resolve("bin/bootstrap.jar") + java.io.File.pathSeparator + home().resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap", "start"));
        ContainerProcess process = ContainerProcess.java(jdk, base, environment, arguments);
        return up(process, base, "Server startup in", () -> Integer.parseInt(process.awaitLine("Starting ProtocolHandler \\[\"http-nio-.*auto-\\d+-(\\d+)\"").group(1)));
    }

    private RunningContainer startJetty(Path base, Map<String, String> environment, Path jdk, String... modules) throws IOException, InterruptedException {
        String deploy = this == JETTY_EE10 ? "ee10-deploy" : "ee11-deploy";
        ContainerProcess process = ContainerProcess.java(jdk, base, environment,
                List.of("-jar", home().resolve("start.jar").toString(), "jetty.http.port=0", "--module=http," + deploy + Stream.of(modules).map(module -> "," + module).collect(Collectors.joining()))); // behind --module the port would be ignored
        return up(process, base, "Started oejs.Server@", () -> Integer.parseInt(process.awaitLine("Started oejs.ServerConnector@.*:(\\d+)}").group(1)));
    }

    private interface Port {
        int get() throws InterruptedException;
    }

    private static RunningContainer up(ContainerProcess process, Path base, String line, Port port) throws InterruptedException {
        try {
            process.awaitLine(line);
            return new RunningContainer(process, base, port.get());
        } catch (InterruptedException | RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }
}
