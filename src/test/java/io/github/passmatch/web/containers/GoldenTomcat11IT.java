package io.github.passmatch.web.containers;

import io.github.passmatch.golden.Departures;
import io.github.passmatch.golden.GoldenComparison;
import io.github.passmatch.golden.GoldenRow;
import io.github.passmatch.golden.GoldenStage;
import io.github.passmatch.testing.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Most golden rows once more, through the WAR in a real Tomcat 11, as far as Tomcat lets their bytes through. */
class GoldenTomcat11IT {

    /** Rows whose request Tomcat itself refuses, and why. */
    private static final Map<String, String> REFUSED_BY_TOMCAT = Map.of(
            "hdr-absolute-uri", "the authority of the target is not that of the Host field");

    private static final List<GoldenStage> STAGES = new ArrayList<>();
    private static GoldenTomcat tomcat;

    @BeforeAll
    static void start() throws Exception {
        for (GoldenRow row : GoldenRow.some()) if (Departures.leftOut(row).isEmpty()) STAGES.add(new GoldenStage(row));
        tomcat = new GoldenTomcat(STAGES);
    }

    @AfterAll
    static void stop() throws Exception {
        if (tomcat != null) tomcat.close();
        for (GoldenStage stage : STAGES) stage.close();
        System.out.printf("golden rows in Tomcat 11: %d run, refused by Tomcat: %s%n", STAGES.size(), REFUSED_BY_TOMCAT);
    }

    @TestFactory
    Stream<DynamicTest> everyRowHoldsInTomcat() {
        return STAGES.stream().map(stage -> DynamicTest.dynamicTest(stage.row().id(), () -> run(stage)));
    }

    private static void run(GoldenStage stage) throws Exception {
        RawClient.Answer answer = stage.play(raw -> tomcat.ask(stage, raw), stage.request());
        // A webapp whose configuration has errors does not start; Tomcat answers 404 in its place.
        if (Departures.refusedAtStart(stage.row()) || REFUSED_BY_TOMCAT.containsKey(stage.row().id())) GoldenComparison.assertRefused(stage, answer);
        else GoldenComparison.assertHolds(stage, answer);
    }
}
