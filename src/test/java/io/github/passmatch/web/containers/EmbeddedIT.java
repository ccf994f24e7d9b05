package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy in webapps of others, whose builds have chosen other libraries, in a real Tomcat. */
@Timeout(180)
class EmbeddedIT {

    private static final List<String> HTTPCLIENT = List.of("httpclient5-", "httpcore5-");

    @Test
    void itRunsWithTheLibrariesOfOthersOrSaysAtStartWhatItNeeds() throws Exception {
        Path base = BuiltWar.workDirectory("embedded");
        try (CountingUpstream upstream = new CountingUpstream()) {
            Map<String, Path> wars = new LinkedHashMap<>();
            wars.put("boot40", war(base, "boot40", upstream, HTTPCLIENT, "httpclient5-5.5.2.jar", "httpcore5-5.3.6.jar", "httpcore5-h2-5.3.6.jar"));
            wars.put("boot34", war(base, "boot34", upstream, HTTPCLIENT, "httpclient5-5.4.4.jar", "httpcore5-5.3.6.jar", "httpcore5-h2-5.3.6.jar"));
            wars.put("mute", war(base, "mute", upstream, List.of("slf4j-jdk14-")));
            try (RunningContainer tomcat = Container.TOMCAT_10.start(base, wars, Map.of(), ContainerProcess.ownJdk())) {
                assertEquals(200, status(tomcat, "/boot40/plain/1"), "HttpClient 5.5");
                assertEquals(200, status(tomcat, "/boot40/plain/1"), "HttpClient 5.5, a kept connection");
                assertEquals(404, status(tomcat, "/boot34/plain/1"), "HttpClient 5.4");
                assertEquals(200, status(tomcat, "/mute/plain/1"), "no SLF4J provider");
                String log = tomcat.stop();
                assertTrue(log.contains("This application has httpclient5 5.4.4 and httpcore5 5.3.6"), log);
                assertTrue(log.lines().anyMatch(line -> line.contains("ApplicationContext.log INFO passmatch: rule 1")), log);
                for (String error : new String[] {"IncompatibleClassChangeError", "NoSuchMethodError"}) assertFalse(log.contains(error), log);
            }
        }
    }

    private static int status(RunningContainer tomcat, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + tomcat.port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
    }

    /** The WAR with other libraries in place of some. */
    private static Path war(Path base, String name, CountingUpstream upstream, List<String> without, String... libraries) throws IOException {
        Path war = BuiltWar.variant(Files.createDirectories(base.resolve("wars")).resolve(name + ".war"), Map.of("WEB-INF/proxy.conf", Rules.to(upstream)));
        try (FileSystem zip = FileSystems.newFileSystem(war)) {
            Path lib = zip.getPath("WEB-INF/lib");
            try (Stream<Path> files = Files.list(lib)) {
                for (Path file : files.filter(file -> without.stream().anyMatch(prefix -> file.getFileName().toString().startsWith(prefix))).toList()) Files.delete(file);
            }
            for (String library : libraries) Files.copy(Path.of(System.getProperty("passmatch.libraries"), library), lib.resolve(library));
        }
        return war;
    }
}
