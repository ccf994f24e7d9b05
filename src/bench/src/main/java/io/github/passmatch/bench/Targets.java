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

    /** No target. */
    private static final double NONE = Double.NaN;

    private final Results results;
    private final List<Variant> variants;
    private final List<Target> all = new ArrayList<>();

    Targets(Results results, List<Jdk> jdks) {
        this.results = results;
        this.variants = Stream.of("jetty", "tomcat").flatMap(container -> jdks.stream().map(jdk -> new Variant(container, jdk.feature()))).toList();
        cpu("httpd, same directives", Workload.SMALL, 0.45, 0.70, "httpd");
        for (String peer : List.of("proxy-servlet", "async-proxy-servlet", "mitre")) cpu(peer, Workload.SMALL, 0.45, 0.70, peer);
        cpu("nginx", Workload.SMALL, 2.0, 3.0, "nginx");
        cpu("Undertow's ProxyHandler", Workload.SMALL, 1.25, NONE, "undertow");
        add("CPU / its own small", Workload.SMALL_512, 1.3, 1.5, variant -> ratioOfMedians(Workload.SMALL_512, Workload.SMALL, variant));
        cpu("httpd, same directives", Workload.NONREUSING, 0.60, 0.70, "httpd");
        cpu("nginx", Workload.NONREUSING, 1.5, NONE, "nginx");
        cpu("httpd", Workload.JSON_POST, 0.60, 0.80, "httpd");
        for (Workload work : List.of(Workload.LARGER, Workload.LARGE_GET, Workload.LARGE_POST)) cpu("Undertow's ProxyHandler", work, 1.0, NONE, "undertow");
        cpu("httpd", Workload.TLS, 0.70, 0.90, "httpd");
        add("p99 / httpd's", Workload.SMALL, 0.80, 1.0, variant -> results.ratio(Workload.SMALL, each -> each.load().p99(), variant.name(), List.of("httpd")));
        add("CPU: everything observed / nothing", Workload.OBSERVED, 1.05, NONE, variant -> variant.container().equals("jetty")
                ? results.ratio(Workload.OBSERVED, Measurement::cost, "passmatch-observed-" + variant.jdk(), List.of(variant.name())) : Optional.empty());
        add("CPU: four members / one upstream", Workload.BALANCED, 1.05, NONE, variant -> ofMembers(variant, variant.name(), 1));
        add("CPU: 1,000 members / 10", Workload.BALANCED, 1.05, NONE, variant -> ofMembers(variant, Contenders.withMembers(Upstreams.MEMBERS, variant.jdk()), 10));
        cpu("httpd", Workload.TUNNELS, 1.0, 1.0, "httpd");
        ofDirect(Workload.WAIT, 0.95, 0.90);
        ofDirect(Workload.WAIT_1S, 0.97, 0.97);
        ofDirect(Workload.WAIT_10S, 0.97, 0.97);
        add("time to the first answer / bare Jetty's", Workload.START, 1.5, 1.5, variant -> results.ratio(Workload.START, each -> each.load().p50(), variant.name(), List.of("hello-" + variant.jdk())));
    }

    private record Variant(String container, int jdk) {
        String name() {
            return "passmatch-" + container + "-" + jdk;
        }
    }

    /** Limits for {@code java -jar} and for Tomcat; {@link #NONE}: no target. */
    private record Target(String what, Workload work, double limit, double onTomcat, boolean atMost, Function<Variant, Optional<Spread>> figure) {
        double limit(Variant variant) {
            return variant.container().equals("tomcat") ? onTomcat : limit;
        }

        boolean isMet(double value, Variant variant) {
            return atMost ? value <= limit(variant) : value >= limit(variant);
        }

        String limits() {
            String sign = atMost ? "<=" : ">=";
            return String.format(Locale.ROOT, "%s %.2f", sign, limit) + (Double.isNaN(onTomcat) || onTomcat == limit ? "" : String.format(Locale.ROOT, ", Tomcat %s %.2f", sign, onTomcat));
        }
    }

    /** In what is compared with, JDK stands for the product's. */
    private void cpu(String against, Workload work, double limit, double onTomcat, String... others) {
        ToDoubleFunction<Measurement> cost = Measurement::cost;
        add("CPU / " + against, work, limit, onTomcat, variant -> results.ratio(work, cost, variant.name(), Stream.of(others).map(name -> name.replace("JDK", "" + variant.jdk())).toList()));
    }

    private void add(String what, Workload work, double limit, double onTomcat, Function<Variant, Optional<Spread>> figure) {
        all.add(new Target(what, work, limit, onTomcat, true, figure));
    }

    private Optional<Spread> ratioOfMedians(Workload work, Workload base, Variant variant) {
        Optional<Spread> one = results.spread(work, variant.name(), Measurement::cost);
        Optional<Spread> other = results.spread(base, variant.name(), Measurement::cost);
        return one.isEmpty() || other.isEmpty() ? Optional.empty() : one.map(spread -> spread.dividedBy(other.get().median()));
    }

    /** Answers, without any error, against those without a proxy in the same round. */
    private void ofDirect(Workload work, double limit, double onTomcat) {
        all.add(new Target("requests / direct, no error", work, limit, onTomcat, false, variant -> clean(work, variant)
                ? results.ratio(work, each -> work.share(each.load()), variant.name(), List.of("direct")) : Optional.empty()));
    }

    private Optional<Spread> ofMembers(Variant variant, String name, int others) {
        return variant.container().equals("jetty") ? results.ratio(Workload.BALANCED, Measurement::cost, name, List.of(Contenders.withMembers(others, variant.jdk()))) : Optional.empty();
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
        out.append(String.format(Locale.ROOT, "| %s | %s | %s |", target.what(), target.work().key(), target.limits()));
        for (Variant variant : variants)
            out.append(' ').append((Double.isNaN(target.limit(variant)) ? Optional.<Spread>empty() : target.figure().apply(variant)).map(figure -> figure.text("%.2f") + (target.isMet(figure.median(), variant) ? " met" : " **missed**")).orElse("-")).append(" |");
        out.append('\n');
    }
}
