package io.github.passmatch.web.containers;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class JettySlowUpstreamIT extends SlowUpstreamContract {

    JettySlowUpstreamIT() {
        super("jetty-ee10");
    }

    @Override
    RunningContainer start(Path base, Path rules, Path jdk) throws IOException, InterruptedException {
        return Container.JETTY_EE10.start(base, Map.of("ROOT", BuiltWar.path()), Map.of("PASSMATCH_CONFIG", rules.toString()), jdk);
    }
}
