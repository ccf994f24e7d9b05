package io.github.passmatch.bench;

import java.io.IOException;
import java.util.List;

/** How long from exec to the first answer: the product beside an embedded Jetty with nothing in it, in turn. */
final class StartTimes {

    private final Contenders contenders;
    private final ProcessUse use;
    private final int starts;

    StartTimes(Contenders contenders, ProcessUse use, int starts) {
        this.contenders = contenders;
        this.use = use;
        this.starts = starts;
    }

    private interface Program {
        Process start(int port) throws IOException;
    }

    void measure(List<Jdk> jdks, Results results) throws IOException, InterruptedException {
        for (int round = 1; round <= starts; round++) {
            for (Jdk jdk : jdks) {
                String product = "passmatch-jetty-" + jdk.feature();
                record(product, results, port -> contenders.product().standalone(product, jdk, port));
                record("hello-" + jdk.feature(), results, port -> contenders.hello(jdk, port));
            }
        }
    }

    private void record(String name, Results results, Program program) throws IOException, InterruptedException {
        int port = Site.freePort();
        long start = System.nanoTime();
        Process process = program.start(port);
        try {
            double micros = (Http.awaitAnswer(process, port, Workload.START.request().path()) - start) / 1e3;
            ProcessHandle handle = process.toHandle();
            Load load = new Load(1, micros / 1e6, micros, micros, 0);
            results.add(Workload.START, name, new Measurement(load, use.cpuMicros(handle), 0, use.residentKib(handle), 0));
            Settings.progress("%-12s %-22s %.0f ms", "start", name, micros / 1000);
        } finally {
            Processes.kill(process);
        }
    }
}
