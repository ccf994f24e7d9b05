package io.github.passmatch.web.containers;

import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RunningContainer;
import io.github.passmatch.testing.StandaloneProcess;
import java.util.List;

class TunnelStandaloneIT extends TunnelContract {

    TunnelStandaloneIT() {
        super("standalone", (base, rules) -> {
            ContainerProcess process = StandaloneProcess.start(base, List.of(), "--port", "0", "--config", rules.toString());
            return new RunningContainer(process, base, StandaloneProcess.awaitPort(process));
        });
    }
}
