package io.github.passmatch.bench;

import java.io.IOException;

/** The client leg alone: a process that itself asks the upstream when it is told to. */
record RunningClient(Process process, Upstreams upstreams) implements Running {

    @Override
    public void awaitReady() { }

    @Override
    public void verify(Workload.Request request) throws IOException {
        Http.verify(upstreams.port(request), request);
    }

    @Override
    public Load load(Workload.Request request, int seconds, Runnable meanwhile) throws IOException {
        process.outputWriter().write("http://127.0.0.1:" + upstreams.port(request) + request.path() + " " + request.connections() + " " + seconds + "\n");
        process.outputWriter().flush();
        meanwhile.run();
        String answer = process.inputReader().readLine();
        if (answer == null) throw new IOException("the client leg has ended");
        String[] words = answer.split(" ");
        return new Load(Long.parseLong(words[0]), seconds, Double.parseDouble(words[2]), Double.parseDouble(words[3]), Long.parseLong(words[1]));
    }

    @Override
    public Process process(Workload.Request request) {
        return process;
    }
}
