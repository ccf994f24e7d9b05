package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Tomcat with HTTP/2, and little patience with clients that stall. */
abstract class TomcatBreakOff extends BreakOffContract {

    private static final String SERVER = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Server port="-1">
              <Service name="Catalina">
                <Connector port="0" connectionTimeout="2000"><UpgradeProtocol className="org.apache.coyote.http2.Http2Protocol"/></Connector>
                <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps"/></Engine>
              </Service>
            </Server>
            """;

    private final Container container;

    TomcatBreakOff(Container container) {
        super(container.name().toLowerCase(Locale.ROOT), true);
        this.container = container;
    }

    @Override
    RunningContainer start(Path base, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(base.resolve("webapps"));
        for (Map.Entry<String, Path> war : wars.entrySet()) Files.copy(war.getValue(), directory.resolve(war.getKey() + ".war"));
        return container.startTomcat(base, SERVER, Map.of(), jdk);
    }

    @Override
    boolean hasPatience() {
        return true;
    }
}
