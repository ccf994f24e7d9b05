package io.github.passmatch.attack;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RunningContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The attack list against the WAR in a stock Tomcat 11. A connection that is not given back shows as a 503, because rules have one only. */
class Tomcat11AttackIT extends AttackContract {

    private RunningContainer running;

    @Override
    protected int start(String rules) throws Exception {
        Path base = BuiltWar.workDirectory("attack-tomcat11");
        Path file = Files.writeString(base.resolve("rules.conf"), rules);
        running = Container.TOMCAT_11.start(base, Map.of("ROOT", BuiltWar.path()), Map.of("PASSMATCH_CONFIG", file.toString()), ContainerProcess.ownJdk());
        return running.port();
    }

    @Override
    protected void awaitNothingLeased() { }

    @Override
    protected String place() {
        return "Tomcat 11";
    }

    @AfterAll
    void end() {
        if (running != null) running.close();
    }
}
