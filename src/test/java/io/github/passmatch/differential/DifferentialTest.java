package io.github.passmatch.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.golden.Departures;
import io.github.passmatch.golden.GoldenRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same directives and the same bytes, through httpd and through us: both ends must see the same, but for what the README says. */
class DifferentialTest {

    /** Another seed makes other combinations. */
    private static final String SEED = "passmatch.differential.seed";
    /** How many rule sets; four requests each. */
    private static final String COUNT = "passmatch.differential.count";

    @TempDir
    private Path directory;

    @BeforeEach
    void needsHttpd() {
        assumeTrue(Httpd.binary().isPresent(), "no apache2 or httpd on this machine: nothing was compared with the real httpd");
    }

    @Test
    void goldenRowsAreAsOnTheHttpdOfThisMachine() throws Exception {
        run("golden rows", GoldenRow.all().stream().filter(row -> Departures.leftOut(row).isEmpty()).map(Scenario::of).toList());
    }

    @Test
    void generatedCombinationsAreAsOnTheHttpdOfThisMachine() throws Exception {
        long seed = Long.getLong(SEED, 1);
        run("seed " + seed, new Generator(seed).scenarios(Integer.getInteger(COUNT, 300)));
    }

    @Test
    void redirectsAndRewritingAreAsOnTheHttpdOfThisMachine() throws Exception {
        long seed = Long.getLong(SEED, 1);
        run("redirects and rewriting, seed " + seed, new Generator(seed).rewriting(Integer.getInteger(COUNT, 300) / 3));
    }

    @Test
    void accessControlIsAsOnTheHttpdOfThisMachine() throws Exception {
        long seed = Long.getLong(SEED, 1);
        run("access control, seed " + seed, new Generator(seed).access(Integer.getInteger(COUNT, 300)));
    }

    @Test
    void virtualHostsAreAsOnTheHttpdOfThisMachine() throws Exception {
        long seed = Long.getLong(SEED, 1);
        run("virtual hosts, seed " + seed, new Generator(seed).hosts(Integer.getInteger(COUNT, 300) / 10));
    }

    private void run(String what, List<Scenario> scenarios) throws Exception {
        Differential differential = new Differential();
        differential.run(directory, scenarios);
        System.out.println("differential run, " + what + ", against " + Httpd.version() + ": " + differential);
        assertEquals("", String.join("\n", differential.reports()), () -> differential.reports().size() + " differences from httpd that no departure explains");
    }
}
