package io.github.passmatch.bench;

import java.io.IOException;

/** A server that wrk asks. */
record RunningServer(Process process, int port, Wrk wrk) implements Running {

    @Override
    public void awaitReady() throws IOException, InterruptedException {
        Http.awaitAnswer(process, port, Workload.SMALL.request().path());
    }

    @Override
    public void verify(Workload.Request request) throws IOException {
        if (request.path().equals(Workload.TUNNELS.request().path())) TunnelLoad.verify(port, request);
        else Http.verify(port, request);
    }

    @Override
    public Load load(Workload.Request request, int seconds, Runnable meanwhile) throws IOException, InterruptedException {
        if (request.path().equals(Workload.TUNNELS.request().path())) return TunnelLoad.load(port, request, seconds, meanwhile);
        return wrk.load(port, request, seconds, meanwhile);
    }

    @Override
    public Process process(Workload.Request request) {
        return process;
    }
}
