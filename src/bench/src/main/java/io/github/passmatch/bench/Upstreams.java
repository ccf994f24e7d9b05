package io.github.passmatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is proxied to: an nginx of one worker for GETs, also as members of balancers, an Undertow for what nginx cannot do, and a server that sends back what comes in a tunnel.
 *
 * @param nginx    its port
 * @param tls      its port for https
 * @param identity what it shows there
 * @param undertow its port
 * @param echo     the port for tunnels
 * @param members  the port of the members, each of which has another address
 */
record Upstreams(Process nginxProcess, int nginx, int tls, SelfSigned identity, Process undertowProcess, int undertow, int echo, int members) {

    /** How many members there are at most. */
    static final int MEMBERS = 1000;
    /** How many members all contenders have. */
    static final int BALANCED = 4;
    private static final int ADDRESSES = 250;

    private static final Pattern ACCEPTED = Pattern.compile("requests\\s+(\\d+)");
    static final String SLOW = "/slow/";

    static Upstreams start(Site site, Processes processes) throws IOException, InterruptedException {
        int nginxPort = Site.freePort();
        Path files = site.directory("files");
        Files.write(files.resolve("64k"), new byte[Workload.LARGER.request().expectedLength()]);
        Files.write(files.resolve("10m"), new byte[Workload.LARGE_GET.request().expectedLength()]);
        int tlsPort = Site.freePort();
        SelfSigned identity = SelfSigned.make(site);
        int membersPort = Site.freePort();
        String listens = IntStream.range(0, MEMBERS).mapToObj(i -> "listen " + address(i) + ":" + membersPort + " backlog=4096;\n").collect(Collectors.joining());
        String conf = NginxText.upstream(site.directory("nginx-upstream"), nginxPort, tlsPort, listens, identity, files, Workload.SMALL.request().expectedLength());
        Process nginx = processes.server("upstream-nginx", List.of("nginx", "-c", site.file("nginx-upstream.conf", conf).toString()), Map.of());
        int undertowPort = Site.freePort();
        Process undertow = processes.server("upstream-undertow", Jdk.own().command(List.of("-cp", site.classPath(".*")),
                List.of("io.github.passmatch.bench.servers.SlowUpstream", "" + undertowPort)), Map.of());
        int echoPort = Site.freePort();
        processes.server("upstream-echo", Jdk.own().command(List.of("-cp", site.classPath(".*")), List.of("io.github.passmatch.bench.servers.EchoUpstream", "" + echoPort)), Map.of());
        Http.awaitAnswer(nginx, nginxPort, "/");
        Http.awaitAnswer(undertow, undertowPort, "/slow/connections");
        return new Upstreams(nginx, nginxPort, tlsPort, identity, undertow, undertowPort, echoPort, membersPort);
    }

    private static String address(int member) {
        return "127.0." + (1 + member / ADDRESSES) + "." + (1 + member % ADDRESSES);
    }

    /** The address and port of a member, from 0. */
    String member(int number) {
        return address(number) + ":" + members;
    }

    /** The four members of all contenders, each in the form of a line: of its address and its number. */
    String members(String format) {
        return IntStream.range(0, BALANCED).mapToObj(i -> String.format(Locale.ROOT, format, member(i), i)).collect(Collectors.joining());
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
