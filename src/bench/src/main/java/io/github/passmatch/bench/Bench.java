package io.github.passmatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The bench's command line. */
@Command(name = "src/bench/run", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures Passmatch beside its peers and prints tables, which are also left in target/results.md. Started with --jmh, it runs the JMH benches instead.")
public final class Bench implements Callable<Integer> {

    private static final Path TARGET = Path.of("target");

    @Mixin
    private final Settings settings = new Settings();

    private Bench() { }

    /** Runs in the bench's own directory. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).setExecutionExceptionHandler((e, command, parsed) -> fail(e)).execute(arguments));
    }

    private static int fail(Exception e) {
        if (e instanceof IOException || e instanceof IllegalArgumentException) System.err.println("bench: " + e.getMessage());
        else e.printStackTrace();
        return 1;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Workload> workloads = settings.workloads();
        Site site = Site.make(TARGET, settings.war(), settings.profile() != null);
        Optional<Jdk> newer = Jdk.newer();
        if (newer.isEmpty()) Settings.progress("no JDK newer than %d on this machine: measured on this one only", Jdk.own().feature());
        try (Processes processes = new Processes(site.directory("logs"))) {
            Upstreams upstreams = Upstreams.start(site, processes);
            Settings.progress("upstreams: nginx on port %d, Undertow on port %d", upstreams.nginx(), upstreams.undertow());
            Contenders contenders = new Contenders(site, processes, upstreams, new Wrk(processes, site.directory("wrk")));
            List<Contender> all = contenders.all(Jdk.own(), newer);
            if (settings.profile() != null) new Profile(site, processes, settings).take(named(settings.profile(), all), workloads.get(0));
            else measure(site, workloads, contenders, all, upstreams, newer);
        }
        return 0;
    }

    private static Contender named(String name, List<Contender> all) throws IOException {
        return all.stream().filter(contender -> contender.name().equals(name)).findFirst()
                .orElseThrow(() -> new IOException("no contender is named " + name + "; there are " + String.join(", ", all.stream().map(Contender::name).toList())));
    }

    private void measure(Site site, List<Workload> workloads, Contenders contenders, List<Contender> all, Upstreams upstreams, Optional<Jdk> newer) throws IOException, InterruptedException {
        ProcessUse use = new ProcessUse(Machine.ticksPerSecond());
        List<Jdk> jdks = Stream.concat(Stream.of(Jdk.own()), newer.stream()).toList();
        List<Contender> wanted = all.stream().filter(settings::wants).toList();
        Results results = new Results();
        Rounds rounds = new Rounds(settings, upstreams, use);
        String machine = Machine.text(site, jdks, settings);
        for (Workload work : workloads) {
            if (work.kind() == Workload.Kind.START) new StartTimes(contenders, use, settings.starts()).measure(jdks, results);
            else rounds.measure(work, wanted, results);
            // After each, so that a run that is broken off leaves what it has.
            Files.writeString(site.target().resolve("results.md"), report(machine, results, jdks));
        }
        System.out.println(report(machine, results, jdks));
    }

    private static String report(String machine, Results results, List<Jdk> jdks) {
        return machine + "\n" + new Tables(results, "passmatch-jetty-" + Jdk.own().feature()).text() + "### Targets\n\n" + new Targets(results, jdks).text();
    }
}
