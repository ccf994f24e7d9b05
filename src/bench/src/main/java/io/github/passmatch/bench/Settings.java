package io.github.passmatch.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What the command line says. */
final class Settings {

    private static final int WARM_LATER = 8;
    private static final int WARM_NATIVE = 2;

    @Option(names = "--work", split = ",", paramLabel = "NAME", description = "What to measure; all by default: small, small-1, small-512, nonreusing, 64k, 10m-get, 10m-post, json-post, "
            + "observed, balanced, tunnels, wait-2000, wait-2000-1s, start.")
    private List<String> work = List.of();

    @Option(names = "--contenders", split = ",", paramLabel = "TEXT", description = "Whom to measure: those whose names contain one of these texts; all by default.")
    private List<String> contenders = List.of();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "How often each is measured. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "8", description = "How long each time. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "25", description = "Seconds for which a JVM is warmed up for its first work; at most " + WARM_LATER
            + " for each later one. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--starts", paramLabel = "N", defaultValue = "10", description = "How often each is started for \"start\". Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(names = "--profile", paramLabel = "CONTENDER", description = "Measures nothing: profiles that one (a JVM) under the first work of --work, and leaves a flame graph.")
    private String profile;

    @Option(names = "--war", paramLabel = "FILE", defaultValue = "../../target/passmatch.war", description = "The product. Default: ${DEFAULT-VALUE}.")
    private Path war;

    List<Workload> workloads() {
        return Workload.named(work);
    }

    boolean wants(Contender contender) {
        return contenders.isEmpty() || contenders.stream().anyMatch(contender.name()::contains);
    }

    int rounds() {
        return rounds;
    }

    int seconds() {
        return seconds;
    }

    int warmUp() {
        return warmUp;
    }

    int nextWarmUp() {
        return Math.min(warmUp, WARM_LATER);
    }

    int nativeWarmUp() {
        return Math.min(warmUp, WARM_NATIVE);
    }

    int starts() {
        return starts;
    }

    /** Null: measure. */
    String profile() {
        return profile;
    }

    Path war() {
        return war;
    }

    /** Tells what is going on, beside the results. */
    static void progress(String format, Object... arguments) {
        System.err.println(String.format(Locale.ROOT, format, arguments));
    }
}
