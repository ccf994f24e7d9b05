package io.github.passmatch.web.containers;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.RunningContainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class Tomcat11SlowUpstreamIT extends SlowUpstreamContract {

    Tomcat11SlowUpstreamIT() {
        super("tomcat-11");
    }

    @Override
    RunningContainer start(Path base, Path rules, Path jdk) throws IOException, InterruptedException {
        return Container.TOMCAT_11.start(base, Map.of("ROOT", BuiltWar.path()), Map.of("PASSMATCH_CONFIG", rules.toString()), jdk);
    }
}
