package io.github.passmatch.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The product, started as its users start it. */
final class ProductStarts {

    /** As in Tomcat's own start script. */
    private static final List<String> TOMCAT_OPENS = Stream.of("java.base/java.lang", "java.base/java.lang.reflect", "java.base/java.io",
            "java.base/java.util", "java.base/java.util.concurrent", "java.rmi/sun.rmi.transport").map(name -> "--add-opens=" + name + "=ALL-UNNAMED").toList();

    private final Site site;
    private final Processes processes;
    private final Upstreams upstreams;

    ProductStarts(Site site, Processes processes, Upstreams upstreams) {
        this.site = site;
        this.processes = processes;
        this.upstreams = upstreams;
    }

    /** {@code java -jar passmatch.war}. */
    Process standalone(String name, Jdk jdk, int port) throws IOException {
        return processes.server(name, command(jdk, port, site.file("passmatch.conf", ConfigText.rules(upstreams))), Map.of());
    }

    /** The same with everything on that it has to tell; its log goes to /dev/null. */
    Process observed(Jdk jdk, int port) throws IOException {
        return processes.silentServer(command(jdk, port, site.file("passmatch-observed.conf", ConfigText.observedRules(upstreams))));
    }

    /** With another number of members below {@code /b/}. */
    Process balancing(String name, Jdk jdk, int port, int members) throws IOException {
        return processes.server(name, command(jdk, port, site.file(name + ".conf", ConfigText.rules(upstreams, members))), Map.of());
    }

    private List<String> command(Jdk jdk, int port, Path conf) {
        return jdk.command(site.jvmOptions(), List.of("-jar", site.war().toString(), "--host", "127.0.0.1", "--port", "" + port, "--config", conf.toString()));
    }

    /**
     * The WAR as root of a Tomcat.
     *
     * @param connector attributes of its Connector beyond those of all
     */
    Process tomcat(String name, Jdk jdk, int port, String connector) throws IOException {
        Path home = tomcatHome();
        Path base = site.directory(name);
        Path conf = Files.createDirectories(base.resolve("conf"));
        for (String directory : List.of("logs", "tmp", "webapps")) Files.createDirectories(base.resolve(directory));
        try (Stream<Path> files = Files.list(home.resolve("conf"))) {
            for (Path file : files.toList()) Files.copy(file, conf.resolve(file.getFileName()));
        }
        Files.writeString(conf.resolve("server.xml"), ConfigText.tomcat(Files.readString(home.resolve("conf/server.xml")), port, connector));
        Files.copy(site.war(), base.resolve("webapps/ROOT.war"));
        List<String> options = new ArrayList<>(site.jvmOptions());
        options.addAll(TOMCAT_OPENS);
        List<String> command = jdk.command(options, List.of("-Djava.io.tmpdir=" + base.resolve("tmp"),
                "-Djava.util.logging.config.file=" + conf.resolve("logging.properties"), "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-Dcatalina.home=" + home, "-Dcatalina.base=" + base,
                "-classpath", home.resolve("bin/bootstrap.jar") + File.pathSeparator + home.resolve("bin/tomcat-juli.jar"), "org.apache.catalina.startup.Bootstrap", "start"));
        return processes.server(name, command, Map.of("PASSMATCH_CONFIG", site.file("passmatch.conf", ConfigText.rules(upstreams)).toString()));
    }

    private Path tomcatHome() throws IOException {
        try (Stream<Path> all = Files.list(site.target().resolve("containers"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("apache-tomcat-")).findFirst().orElseThrow(() -> new IOException("the build has not unpacked Tomcat"));
        }
    }
}
