package io.github.passmatch.diagnose.status;

import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.target.Authority;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.owasp.encoder.Encode;

/** Writes the XML of httpd's balancer-manager ({@code ?xml=1}), for tools that read it. */
final class ManagerXml {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final StringBuilder out = new StringBuilder("<?xml version='1.0' encoding='UTF-8' ?>\n<httpd:manager xmlns:httpd='http://httpd.apache.org'>\n");
    private int depth = 1;

    private ManagerXml() { }

    static String of(ManagerPage page) {
        ManagerXml xml = new ManagerXml();
        xml.within("balancers", () -> page.balancers().forEach(balancing -> xml.within("balancer", () -> xml.balancer(balancing, page))));
        return xml.out.append("</httpd:manager>").toString();
    }

    private void balancer(Balancing balancing, ManagerPage page) {
        Balancer.Settings settings = balancing.balancer().settings();
        value("name", balancing.balancer().url());
        if (page.nonces().containsKey(balancing.balancer().id())) value("nonce", page.nonces().get(balancing.balancer().id()));
        settings.sticky().ifPresent(sticky -> {
            value("stickysession", sticky.cookie());
            value("nofailover", onOff(settings.failover().keepsSessions()));
        });
        value("timeout", settings.failover().patience().toSeconds());
        settings.failover().maxAttempts().ifPresent(attempts -> value("maxattempts", attempts));
        value("lbmethod", settings.method());
        settings.sticky().ifPresent(sticky -> value("scolonpathdelim", onOff(sticky.semicolon())));
        within("workers", () -> balancing.members().forEach(one -> within("worker", () -> worker(one, page))));
    }

    private void worker(Standing one, ManagerPage page) {
        ConnectionSettings connections = one.member().connections();
        Authority authority = one.member().target().authority().orElseThrow();
        value("name", one.member().url());
        value("scheme", authority.scheme());
        value("hostname", authority.host());
        value("loadfactor", ManagerPage.factor(one));
        value("port", authority.port());
        value("min", 0);
        value("smax", max(connections));
        value("max", max(connections));
        value("ttl", connections.ttl().map(time -> time.toSeconds()).orElse(0L));
        value("timeout", connections.timeout().toSeconds());
        value("status", page.words(one));
        one.state().error().ifPresent(error -> value("error_time", DATE.format(Instant.ofEpochMilli(error.since()))));
        value("retries", 0);
        value("lbstatus", one.turn());
        value("loadfactor", ManagerPage.factor(one));
        value("transferred", one.state().sent());
        value("read", one.state().read());
        value("elected", one.state().elected());
        value("route", one.member().role().route());
        value("redirect", one.member().role().redirect());
        value("busy", one.state().busy());
        value("lbset", one.member().role().lbset());
    }

    /** 0: no limit. */
    private static int max(ConnectionSettings connections) {
        return connections.max() == ConnectionSettings.UNLIMITED ? 0 : connections.max();
    }

    private static String onOff(boolean on) {
        return on ? "On" : "Off";
    }

    private void within(String name, Runnable content) {
        indent().append("<httpd:").append(name).append(">\n");
        depth++;
        content.run();
        depth--;
        indent().append("</httpd:").append(name).append(">\n");
    }

    private void value(String name, Object value) {
        indent().append("<httpd:").append(name).append('>').append(Encode.forXmlContent(value.toString())).append("</httpd:").append(name).append(">\n");
    }

    private StringBuilder indent() {
        return out.append("  ".repeat(depth));
    }
}
