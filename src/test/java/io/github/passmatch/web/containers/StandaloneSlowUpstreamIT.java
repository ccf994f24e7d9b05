package io.github.passmatch.web.containers;

import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RunningContainer;
import io.github.passmatch.testing.StandaloneProcess;
import java.util.List;

class StandaloneSlowUpstreamIT extends SlowUpstreamContract {

    StandaloneSlowUpstreamIT() {
        super("standalone", (base, rules, jdk) -> {
            ContainerProcess process = StandaloneProcess.start(jdk, base, List.of(), "--port", "0", "--config", rules.toString());
            return new RunningContainer(process, base, StandaloneProcess.awaitPort(process));
        });
    }
}
