package io.github.passmatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Measures in interleaved rounds: in each, everyone once, each time in another order, so that a slow minute of the machine hits all alike. */
final class Rounds {

    /** At which part of a run memory is read. */
    private static final double MIDDLE = 0.7;

    private final Settings settings;
    private final Upstreams upstreams;
    private final ProcessUse use;
    private final Map<Contender, Running> running = new LinkedHashMap<>();
    private final Map<Contender, Long> resting = new HashMap<>();
    private final Set<Contender> warm = new HashSet<>();

    Rounds(Settings settings, Upstreams upstreams, ProcessUse use) {
        this.settings = settings;
        this.upstreams = upstreams;
        this.use = use;
    }

    /** Measures those who do {@code work}; starts and warms up whom it has not met before. */
    void measure(Workload work, List<Contender> all, Results results) throws IOException, InterruptedException {
        List<Contender> taking = new ArrayList<>(all.stream().filter(contender -> contender.does(work)).toList());
        for (Contender contender : taking) prepare(contender, work);
        List<Contender> order = new ArrayList<>(taking);
        Map<Contender, List<Measurement>> measured = new LinkedHashMap<>();
        for (Contender contender : taking) measured.put(contender, new ArrayList<>());
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contender contender : order) measured.get(contender).add(run(contender, work, round));
            Collections.rotate(order, -1);
        }
        measured.forEach((contender, each) -> each.forEach(measurement -> results.add(work, contender.name(), measurement)));
    }

    private void prepare(Contender contender, Workload work) throws IOException, InterruptedException {
        if (!running.containsKey(contender)) {
            Running started = contender.starter().start();
            started.awaitReady();
            running.put(contender, started);
        }
        resting.put(contender, use.residentKib(running.get(contender).process(work.request()).toHandle()));
        verify(contender, work);
        int seconds = !contender.jvm() ? settings.nativeWarmUp() : warm.add(contender) ? settings.warmUp() : settings.nextWarmUp();
        Settings.progress("%-12s %-22s warming up for %d s", work.key(), contender.name(), seconds);
        running.get(contender).load(work.request(), seconds, () -> { });
    }

    private void verify(Contender contender, Workload work) throws IOException {
        try {
            running.get(contender).verify(work.request());
        } catch (IOException e) {
            throw new IOException(contender.name() + " does not do " + work.key() + ": " + e.getMessage(), e);
        }
    }

    private Measurement run(Contender contender, Workload work, int round) throws IOException, InterruptedException {
        Measurement measurement = run(running.get(contender), work.request(), resting.get(contender));
        Settings.progress("%-12s %-22s round %d: %9.1f us CPU, %9.1f requests/s, p99 %8.2f ms, %7.1f connections/1000%s", work.key(), contender.name(), round, measurement.cost(),
                measurement.load().perSecond(), measurement.load().p99() / 1000, measurement.openedPerThousand(), measurement.clean() ? "" : ", ERRORS: " + measurement.load().errors());
        return measurement;
    }

    private Measurement run(Running contender, Workload.Request request, long restingKib) throws IOException, InterruptedException {
        ProcessHandle process = contender.process(request).toHandle();
        long[] resident = {0};
        long connections = upstreams.connections(request, 0);
        double cpu = use.cpuMicros(process);
        Load load = contender.load(request, settings.seconds(), () -> resident[0] = residentMidway(process));
        double used = use.cpuMicros(process) - cpu;
        long opened = upstreams.connections(request, 1) - connections;
        return new Measurement(load, used, restingKib, resident[0], opened);
    }

    private long residentMidway(ProcessHandle process) {
        try {
            TimeUnit.MILLISECONDS.sleep((long) (1000 * settings.seconds() * MIDDLE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
        return use.residentKib(process);
    }
}
