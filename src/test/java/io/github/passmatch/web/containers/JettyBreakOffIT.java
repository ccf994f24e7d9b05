package io.github.passmatch.web.containers;

import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class JettyBreakOffIT extends BreakOffContract {

    JettyBreakOffIT() {
        super("jetty", false);
    }

    @Override
    RunningContainer start(Path base, Map<String, Path> wars, Path jdk) throws IOException, InterruptedException {
        Files.writeString(base.resolve("start.ini"), "jetty.http.idleTimeout=2000\n");
        return Container.JETTY_EE10.start(base, wars, Map.of(), jdk, "http2c");
    }

    @Override
    boolean hasPatience() {
        return true;
    }
}
