package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The WAR is taken away from a running Tomcat while requests are in it. */
@Timeout(120)
class TomcatUndeployIT {

    /** Stock as far as it matters, but looks for changes each second instead of each tenth. */
    private static final String SERVER = """
            <Server port="-1">
              <Service name="Catalina">
                <Connector address="127.0.0.1" port="0"/>
                <Engine name="Catalina" defaultHost="localhost" backgroundProcessorDelay="1"><Host name="localhost" appBase="webapps"/></Engine>
              </Service>
            </Server>
            """;

    @ParameterizedTest
    @EnumSource(value = Container.class, names = {"TOMCAT_10", "TOMCAT_11"})
    void requestsInItAreAnsweredOrCutAndNothingOfItIsLeft(Container container) throws Exception {
        try (RawUpstream upstream = new RawUpstream(TomcatUndeployIT::answerHalfOrNothing);
             RunningContainer running = start(container, upstream); RawClient silent = new RawClient(running.port()); RawClient half = new RawClient(running.port())) {
            silent.send("GET /silent HTTP/1.1\r\nHost: h\r\n\r\n");
            half.send("GET /half HTTP/1.1\r\nHost: h\r\n\r\n");
            for (int i = 0; i < 2; i++) assertNotNull(upstream.await());
            Files.delete(running.base().resolve("webapps/ROOT.war"));
            assertEquals(503, silent.read().status());
            assertFalse(half.read().complete());
            for (int i = 0; i < 2; i++) assertTrue(upstream.awaitClosedConnection());
            running.process().awaitLine("Undeploying context \\[/?(ROOT)?]");
            while (isUnpacked(running)) Thread.onSpinWait();
            String log = running.stop();
            // What Tomcat says of code that runs on after its classes have gone, and of threads that were left to it.
            for (String complaint : List.of("Illegal access", "NoClassDefFoundError", "has failed to stop"))
                assertFalse(log.contains(complaint), () -> complaint + " in:\n" + log);
        }
    }

    private static void answerHalfOrNothing(RawUpstream.Peer peer) throws IOException {
        if (peer.read().target().equals("/half")) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        peer.readByte();
    }

    private static RunningContainer start(Container container, RawUpstream upstream) throws IOException, InterruptedException {
        Path base = BuiltWar.workDirectory("undeploy-" + container.name().toLowerCase(Locale.ROOT));
        Files.copy(BuiltWar.path(), Files.createDirectories(base.resolve("webapps")).resolve("ROOT.war"));
        Path rules = Files.writeString(base.resolve("rules.conf"), "ProxyPass / http://" + upstream.authority() + "/\n");
        return container.startTomcat(base, SERVER, Map.of("PASSMATCH_CONFIG", rules.toString()), ContainerProcess.ownJdk());
    }

    /** The last that Tomcat does with a webapp is to delete what it has unpacked. */
    private static boolean isUnpacked(RunningContainer running) throws IOException {
        try (Stream<Path> webapps = Files.list(running.base().resolve("webapps"))) {
            return webapps.findAny().isPresent();
        }
    }
}
