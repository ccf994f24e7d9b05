package io.github.passmatch.bench;

import java.io.IOException;

/** Nothing between: wrk asks the upstream, whose CPU time counts. */
record Direct(Upstreams upstreams, Wrk wrk) implements Running {

    @Override
    public void awaitReady() { }

    @Override
    public void verify(Workload.Request request) throws IOException {
        Http.verify(upstreams.port(request), request);
    }

    @Override
    public Load load(Workload.Request request, int seconds, Runnable meanwhile) throws IOException, InterruptedException {
        return wrk.load(upstreams.port(request), request, seconds, meanwhile);
    }

    @Override
    public Process process(Workload.Request request) {
        return upstreams.process(request);
    }
}
