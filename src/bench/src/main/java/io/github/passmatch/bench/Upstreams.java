package io.github.passmatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is proxied to: an nginx of one worker for GETs, and an Undertow for what nginx cannot do.
 *
 * @param nginx    its port
 * @param tls      its port for https
 * @param identity what it shows there
 * @param undertow its port
 */
record Upstreams(Process nginxProcess, int nginx, int tls, SelfSigned identity, Process undertowProcess, int undertow) {

    private static final Pattern ACCEPTED = Pattern.compile("requests\\s+(\\d+)");
    static final String SLOW = "/slow/";

    static Upstreams start(Site site, Processes processes) throws IOException, InterruptedException {
        int nginxPort = Site.freePort();
        Path files = site.directory("files");
        Files.write(files.resolve("64k"), new byte[Workload.LARGER.request().expectedLength()]);
        Files.write(files.resolve("10m"), new byte[Workload.LARGE_GET.request().expectedLength()]);
        int tlsPort = Site.freePort();
        SelfSigned identity = SelfSigned.make(site);
        String conf = NginxText.upstream(site.directory("nginx-upstream"), nginxPort, tlsPort, identity, files, Workload.SMALL.request().expectedLength());
        Process nginx = processes.server("upstream-nginx", List.of("nginx", "-c", site.file("nginx-upstream.conf", conf).toString()), Map.of());
        int undertowPort = Site.freePort();
        Process undertow = processes.server("upstream-undertow", Jdk.own().command(List.of("-cp", site.classPath(".*")),
                List.of("io.github.passmatch.bench.servers.SlowUpstream", "" + undertowPort)), Map.of());
        Http.awaitAnswer(nginx, nginxPort, "/");
        Http.awaitAnswer(undertow, undertowPort, "/slow/connections");
        return new Upstreams(nginx, nginxPort, tlsPort, identity, undertow, undertowPort);
    }

    /** The port of the one that answers {@code request}. */
    int port(Workload.Request request) {
        return request.path().startsWith(SLOW) ? undertow : nginx;
    }

    Process process(Workload.Request request) {
        return request.path().startsWith(SLOW) ? undertowProcess : nginxProcess;
    }

    /** How many connections it has accepted so far, less those that asked this. */
    long connections(Workload.Request request, long asked) throws IOException {
        if (request.path().startsWith(SLOW)) return Long.parseLong(Http.get(undertow, "/slow/connections").trim()) - asked;
        Matcher matcher = ACCEPTED.matcher(Http.get(nginx, "/status"));
        if (!matcher.find()) throw new IOException("nginx does not tell its connections");
        return Long.parseLong(matcher.group(1)) - asked;
    }
}
