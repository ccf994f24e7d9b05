package io.github.passmatch.bench;

import static io.github.passmatch.bench.Contender.ALL;
import static io.github.passmatch.bench.Contender.ALL_BUT_WAITING;
import static io.github.passmatch.bench.Contender.POOLED;
import static io.github.passmatch.bench.Contender.POOLED_AND_TLS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everyone who is measured, and how each is started. Each listens on the loopback interface, writes no log, keeps connections without limit. */
final class Contenders {

    private static final String SERVERS = "io.github.passmatch.bench.servers.";
    /** How the Tomcats are called, before their JDK, whose Connector reads 32 KiB at once, as the standalone server does, instead of 8. */
    static final String LARGE_READS = "passmatch-tomcat-32k-";
    static final int LARGE_READ_BYTES = 32 * 1024;
    private static final int[] MEMBERS = {1, 10, Upstreams.MEMBERS};
    private static final Set<Workload.Kind> LEG = EnumSet.of(Workload.Kind.PROXYING);

    private final Site site;
    private final Processes processes;
    private final Upstreams upstreams;
    private final Wrk wrk;
    private final ProductStarts product;

    Contenders(Site site, Processes processes, Upstreams upstreams, Wrk wrk) {
        this.site = site;
        this.processes = processes;
        this.upstreams = upstreams;
        this.wrk = wrk;
        this.product = new ProductStarts(site, processes, upstreams);
    }

    /** In the order of the tables. */
    List<Contender> all(Jdk own, Optional<Jdk> newer) {
        List<Contender> all = new ArrayList<>();
        List<Jdk> jdks = newer.isPresent() ? List.of(own, newer.get()) : List.of(own);
        Set<Workload.Kind> withObserved = EnumSet.copyOf(ALL);
        withObserved.add(Workload.Kind.OBSERVED);
        for (Jdk jdk : jdks) all.add(jvm("passmatch-jetty-" + jdk.feature(), withObserved, port -> product.standalone("passmatch-jetty-" + jdk.feature(), jdk, port)));
        for (Jdk jdk : jdks) all.add(jvm("passmatch-tomcat-" + jdk.feature(), ALL, port -> product.tomcat("passmatch-tomcat-" + jdk.feature(), jdk, port, "")));
        for (Jdk jdk : jdks) all.add(jvm(LARGE_READS + jdk.feature(), EnumSet.of(Workload.Kind.RELAYING), port -> product.tomcat(LARGE_READS + jdk.feature(), jdk, port, "socket.appReadBufSize=\"" + LARGE_READ_BYTES + "\"")));
        for (Jdk jdk : jdks) all.add(jvm("passmatch-observed-" + jdk.feature(), EnumSet.of(Workload.Kind.OBSERVED), port -> product.observed(jdk, port)));
        for (int members : MEMBERS) all.add(jvm(withMembers(members, own.feature()), EnumSet.of(Workload.Kind.BALANCED), port -> product.balancing(withMembers(members, own.feature()), own, port, members)));
        for (Jdk jdk : jdks) all.add(jvm("hello-" + jdk.feature(), LEG, port -> hello(jdk, port)));
        for (Jdk jdk : jdks) all.add(new Contender("httpclient-" + jdk.feature(), true, LEG, () -> client(jdk)));
        all.add(peer("proxy-servlet", own));
        all.add(peer("async-proxy-servlet", own));
        all.add(peer("mitre", own));
        all.add(jvm("undertow", POOLED, port -> processes.server("undertow",
                own.command(site.jvmOptions(), List.of("-cp", site.classPath(".*"), SERVERS + "UndertowPeer", "" + port, url(upstreams.nginx()), url(upstreams.undertow()))), Map.of())));
        all.add(server("httpd", ALL_BUT_WAITING, this::httpd));
        all.add(server("nginx", ALL, this::nginx));
        all.add(server("haproxy", POOLED_AND_TLS, this::haproxy));
        all.add(new Contender("direct", false, EnumSet.of(Workload.Kind.PROXYING, Workload.Kind.RELAYING, Workload.Kind.WAITING), () -> new Direct(upstreams, wrk)));
        return all;
    }

    /** How the product is called that has so many members, or one upstream without a balancer. */
    static String withMembers(int members, int jdk) {
        return "passmatch-" + (members == 1 ? "single" : members + "-members") + "-" + jdk;
    }

    private interface Program {
        Process start(int port) throws IOException;
    }

    private Contender jvm(String name, Set<Workload.Kind> kinds, Program program) {
        return new Contender(name, true, kinds, () -> start(program));
    }

    private Contender server(String name, Set<Workload.Kind> kinds, Program program) {
        return new Contender(name, false, kinds, () -> start(program));
    }

    private Running start(Program program) throws IOException {
        int port = Site.freePort();
        return new RunningServer(program.start(port), port, wrk);
    }

    private Contender peer(String name, Jdk jdk) {
        return jvm(name, POOLED, port -> processes.server(name, jdk.command(site.jvmOptions(),
                List.of("-cp", site.classPath(".*"), SERVERS + "JettyPeers", "" + port, name, url(upstreams.nginx()), url(upstreams.undertow()))), Map.of()));
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Nothing but Jetty on the class path: this one's start is measured too. */
    Process hello(Jdk jdk, int port) throws IOException {
        return processes.server("hello-" + jdk.feature(), jdk.command(site.jvmOptions(), List.of("-cp", site.classPath("(jetty-(server|util|http|io|session|security|ee10-servlet)|jakarta|slf4j).*"),
                SERVERS + "Hello", "" + port, "" + Workload.SMALL.request().expectedLength())), Map.of());
    }

    private Running client(Jdk jdk) throws IOException {
        return new RunningClient(processes.dialogue("httpclient-" + jdk.feature(),
                jdk.command(site.jvmOptions(), List.of("-cp", site.classPath("(httpc|slf4j).*"), SERVERS + "ClientLeg"))), upstreams);
    }

    private Process httpd(int port) throws IOException {
        Path conf = site.file("httpd.conf", ConfigText.httpd(site.directory("httpd"), port, upstreams));
        return processes.server("httpd", List.of("apache2", "-f", conf.toString(), "-DFOREGROUND"), Map.of());
    }

    private Process nginx(int port) throws IOException {
        return processes.server("nginx", List.of("nginx", "-c", site.file("nginx.conf", NginxText.proxy(site.directory("nginx"), port, upstreams)).toString()), Map.of());
    }

    private Process haproxy(int port) throws IOException {
        return processes.server("haproxy", List.of("haproxy", "-q", "-f", site.file("haproxy.conf", ConfigText.haproxy(port, upstreams)).toString()), Map.of());
    }

    ProductStarts product() {
        return product;
    }
}
