package io.github.passmatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What the product is to reach, and whether it has, for each container and JDK. */
final class Targets {

    private final Results results;
    private final List<Variant> variants;
    private final List<Target> all = new ArrayList<>();

    Targets(Results results, List<Jdk> jdks) {
        this.results = results;
        this.variants = Stream.of("jetty", "tomcat").flatMap(container -> jdks.stream().map(jdk -> new Variant(container, jdk.feature()))).toList();
        cpu("container alone + client leg alone", Workload.SMALL, 1.05, "hello-JDK", "httpclient-JDK");
        cpu("httpd, same directives", Workload.SMALL, 0.65, "httpd");
        cpu("httpd, same directives", Workload.NONREUSING, 0.95, "httpd");
        cpu("Jetty's ProxyServlet", Workload.SMALL, 0.70, "proxy-servlet");
        cpu("Jetty's AsyncProxyServlet", Workload.SMALL, 0.70, "async-proxy-servlet");
        cpu("MITRE's HTTP-Proxy-Servlet", Workload.SMALL, 0.70, "mitre");
        cpu("nginx", Workload.SMALL, 2.6, "nginx");
        cpu("nginx", Workload.NONREUSING, 2.6, "nginx");
        cpu("Undertow's ProxyHandler", Workload.SMALL, 1.8, "undertow");
        cpu("httpd", Workload.LARGE_GET, 1.0, "httpd");
        cpu("httpd", Workload.LARGE_POST, 1.0, "httpd");
        atMost("CPU / httpd, with socket.appReadBufSize=" + Contenders.LARGE_READ_BYTES, Workload.LARGE_POST, 1.0, variant -> variant.container().equals("tomcat")
                ? results.ratio(Workload.LARGE_POST, Measurement::cost, Contenders.LARGE_READS + variant.jdk(), List.of("httpd")) : Optional.empty());
        atMost("p99 / httpd's", Workload.SMALL, 1.0, variant -> results.ratio(Workload.SMALL, each -> each.load().p99(), variant.name(), List.of("httpd")));
        atMost("CPU: everything observed / nothing", Workload.OBSERVED, 1.05, variant -> variant.container().equals("jetty")
                ? results.ratio(Workload.OBSERVED, Measurement::cost, "passmatch-observed-" + variant.jdk(), List.of(variant.name())) : Optional.empty());
        for (Workload work : List.of(Workload.WAIT, Workload.WAIT_1S)) share(work);
        atMost("time to the first answer / bare Jetty's", Workload.START, 1.5, variant -> results.ratio(Workload.START, each -> each.load().p50(), variant.name(), List.of("hello-" + variant.jdk())));
    }

    private record Variant(String container, int jdk) {
        String name() {
            return "passmatch-" + container + "-" + jdk;
        }
    }

    private record Target(String what, Workload work, double limit, boolean atMost, Function<Variant, Optional<Spread>> figure) {
        boolean isMet(double value) {
            return atMost ? value <= limit : value >= limit;
        }
    }

    /** In what is compared with, JDK stands for the product's. */
    private void cpu(String against, Workload work, double limit, String... others) {
        ToDoubleFunction<Measurement> cost = Measurement::cost;
        atMost("CPU / " + against, work, limit, variant -> results.ratio(work, cost, variant.name(), Stream.of(others).map(name -> name.replace("JDK", "" + variant.jdk())).toList()));
    }

    private void atMost(String what, Workload work, double limit, Function<Variant, Optional<Spread>> figure) {
        all.add(new Target(what, work, limit, true, figure));
    }

    /** On JDK 21 and newer: before, a thread waits with each request. */
    private void share(Workload work) {
        all.add(new Target("requests / the ideal (JDK 21 and newer), no error", work, 0.9, false, variant -> variant.jdk() < 21 || !clean(work, variant)
                ? Optional.empty() : results.spread(work, variant.name(), each -> work.share(each.load()))));
    }

    private boolean clean(Workload work, Variant variant) {
        return results.of(work, variant.name()).stream().allMatch(Measurement::clean);
    }

    /** Markdown; targets that this run has not measured are left out. */
    String text() {
        StringBuilder out = new StringBuilder("| what | work | target |");
        for (Variant variant : variants) out.append(' ').append(variant.container()).append(' ').append(variant.jdk()).append(" |");
        out.append("\n|---|---|---|").append("---|".repeat(variants.size())).append('\n');
        all.stream().filter(target -> !results.contenders(target.work()).isEmpty()).forEach(target -> row(out, target));
        return out.toString();
    }

    private void row(StringBuilder out, Target target) {
        out.append(String.format(Locale.ROOT, "| %s | %s | %s %.2f |", target.what(), target.work().key(), target.atMost() ? "<=" : ">=", target.limit()));
        for (Variant variant : variants) out.append(' ').append(target.figure().apply(variant).map(figure -> figure.text("%.2f") + (target.isMet(figure.median()) ? " met" : " **missed**")).orElse("-")).append(" |");
        out.append('\n');
    }
}
