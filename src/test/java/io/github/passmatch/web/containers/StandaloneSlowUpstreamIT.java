package io.github.passmatch.web.containers;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class StandaloneSlowUpstreamIT extends SlowUpstreamContract {

    StandaloneSlowUpstreamIT() {
        super("standalone");
    }

    @Override
    RunningContainer start(Path base, Map<String, String> environment, Path jdk) throws IOException, InterruptedException {
        ContainerProcess process = ContainerProcess.java(jdk, base, environment, List.of("-jar", BuiltWar.path().toString(), "--port", "0"));
        return new RunningContainer(process, base, Integer.parseInt(process.awaitLine("Passmatch listens on port (\\d+)").group(1)));
    }
}
