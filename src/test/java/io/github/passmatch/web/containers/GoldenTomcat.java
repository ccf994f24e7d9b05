package io.github.passmatch.web.containers;

import io.github.passmatch.golden.GoldenStage;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One Tomcat 11 with a service for each golden row: a port of its own, and the WAR as root with the row's directives. The libraries of the WAR are in Tomcat's own folder, so that hundreds of webapps load
 * the classes once.
 */
final class GoldenTomcat implements AutoCloseable {

    /** What the README tells to set, and few threads, for there are many services. */
    private static final String SERVICE = """
              <Service name="%1$s">
                <Connector address="127.0.0.1" port="0" maxThreads="5" minSpareThreads="1" encodedSolidusHandling="passthrough"
                           encodedReverseSolidusHandling="passthrough" relaxedPathChars="&quot;&lt;&gt;[\\]^`{&#124;}" relaxedQueryChars="&quot;&lt;&gt;[\\]^`{&#124;}"
                           continueResponseTiming="onRead" allowTrace="true"/>
                <Engine name="%1$s" defaultHost="localhost" backgroundProcessorDelay="-1">
                  <Host name="localhost" appBase="empty" autoDeploy="false" deployOnStartup="false">
                    <Context path="" docBase="%2$s" containerSciFilter="JasperInitializer|WsSci"><JarScanner scanManifest="false" scanClassPath="false"/><Parameter name="passmatch.config" value="%3$s"/></Context>
                  </Host>
                </Engine>
              </Service>
            """;
    /** Tomcat tells each port that it was given, in the order of the services. */
    private static final Pattern PORT = Pattern.compile("Starting ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-auto-\\d+-(\\d+)\"]");

    private final RunningContainer container;
    private final Map<GoldenStage, Integer> ports = new HashMap<>();

    GoldenTomcat(List<GoldenStage> stages) throws IOException, InterruptedException {
        Path base = BuiltWar.workDirectory("golden-tomcat-11");
        Path webapp = BuiltWar.unpack(Files.createDirectories(base.resolve("exploded")));
        Files.createDirectories(base.resolve("empty"));
        Files.move(webapp.resolve("WEB-INF/lib"), base.resolve("lib"));
        StringBuilder server = new StringBuilder("<Server port=\"-1\">\n");
        for (GoldenStage stage : stages) {
            Path rules = Files.writeString(base.resolve(stage.row().id() + ".conf"), stage.configuration());
            server.append(SERVICE.formatted(stage.row().id(), webapp, rules));
        }
        container = Container.TOMCAT_11.startTomcat(base, server.append("</Server>\n").toString(), Map.of(), ContainerProcess.ownJdk());
        Matcher port = PORT.matcher(container.process().log());
        for (GoldenStage stage : stages) {
            if (!port.find()) throw new AssertionError("fewer ports than services in:\n" + container.process().log());
            ports.put(stage, Integer.parseInt(port.group(1)));
        }
    }

    RawClient.Answer ask(GoldenStage stage, String raw) throws IOException {
        return RawClient.ask(ports.get(stage), raw);
    }

    @Override
    public void close() {
        container.close();
    }
}
