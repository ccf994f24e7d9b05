package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the figures are kept, and that they follow the rules: into an embedder's registry, through reloads, and out again. */
@Timeout(60)
class EmbeddedMetricsTest {

    /** A server with the filter, and somebody's attribute in its context. */
    private static int start(Server server, ProxyFilter filter, Object attribute) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        if (attribute != null) context.setAttribute(ProxyFilter.REGISTRY, attribute);
        context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    private static void asks(int port) throws Exception {
        assertEquals(200, RawClient.ask(port, "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").status());
    }

    private void goesInAndOut(MeterRegistry registry, ProxyFilter filter, Object attribute) throws Exception {
        registry.counter("theirs").increment();
        Server server = new Server();
        try {
            int port = start(server, filter, attribute);
            asks(port);
            asks(port);
            assertEquals(1, registry.get("passmatch.connections.opened").tags("rule", "1", "reason", "pool-empty").functionCounter().count());
            assertEquals(1, registry.get("passmatch.connections.reused").tags("rule", "1").functionCounter().count());
            assertTrue(filter.telemetry().prometheus().isEmpty());
        } finally {
            LifeCycle.stop(server);
        }
        assertEquals(List.of("theirs"), registry.getMeters().stream().map(meter -> meter.getId().getName()).toList());
        assertFalse(registry.isClosed());
    }

    @Test
    void anEmbeddersRegistryIsUsedAndLeftAsItWas() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            MeterRegistry byAttribute = new SimpleMeterRegistry();
            goesInAndOut(byAttribute, new ProxyFilter(ProxyUnderTest.read("ProxyPass /a http://" + upstream.authority())), byAttribute);
        }
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            MeterRegistry byConstructor = new SimpleMeterRegistry();
            goesInAndOut(byConstructor, new ProxyFilter(ProxyUnderTest.read("ProxyPass /a http://" + upstream.authority()), byConstructor), null);
        }
    }

    @Test
    void twoFiltersShareARegistryAndNeitherTakesTheMetersOfTheOther(@TempDir Path directory) throws Exception {
        MeterRegistry shared = new SimpleMeterRegistry();
        Path file = directory.resolve("proxy.conf");
        Server one = new Server();
        Server other = new Server();
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            Files.writeString(file, "ProxyPass /a http://" + upstream.authority());
            ProxyFilter first = new ProxyFilter(ConfigOrigin.file(file).read(), shared);
            ProxyFilter second = new ProxyFilter(ConfigOrigin.file(file).read(), shared);
            int firstPort = start(one, "first", first);
            int secondPort = start(other, "second", second);
            asks(firstPort);
            asks(secondPort);
            asks(secondPort);
            awaitRequests(1, shared, "/first");
            awaitRequests(2, shared, "/second");
            LifeCycle.stop(one);
            asks(secondPort);
            awaitRequests(3, shared, "/second");
            assertTrue(shared.find("passmatch.requests").tags("filter", "/first").meters().isEmpty());
        } finally {
            LifeCycle.stop(one);
            LifeCycle.stop(other);
        }
        assertEquals(List.of(), shared.getMeters());
    }

    @Test
    void twoVirtualHostsOfOneContainerAreBothShownInJmx() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        Server server = new Server();
        try (LogLines log = new LogLines("io.github.passmatch.diagnose.figures.Management")) {
            ContextHandlerCollection hosts = new ContextHandlerCollection();
            for (String name : List.of("a.example", "b.example")) {
                ServletContextHandler context = new ServletContextHandler("/");
                context.setVirtualHosts(List.of(name));
                FilterHolder holder = new FilterHolder(new ProxyFilter(ProxyUnderTest.read("ProxyPass /a http://127.0.0.1:1")));
                holder.setName("passmatch");
                context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
                hosts.addHandler(context);
            }
            server.setHandler(hosts);
            server.start();
            List<String> shown = beans.queryNames(new ObjectName("io.github.passmatch:filter=\"passmatch\",context=\"/\",*"), null).stream().map(name -> name.getKeyProperty("host")).sorted().toList();
            assertEquals(List.of("\"a.example\"", "\"b.example\""), shown);
            assertEquals(List.of(), log.lines());
        } finally {
            LifeCycle.stop(server);
        }
    }

    /** An exchange is counted after its answer. */
    private static void awaitRequests(int count, MeterRegistry registry, String filter) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (requests(registry, filter) < count && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
        assertEquals(count, requests(registry, filter));
    }

    private static double requests(MeterRegistry registry, String filter) {
        FunctionCounter counter = registry.find("passmatch.requests").tags("filter", filter, "rule", "1", "status", "2xx").functionCounter();
        return counter == null ? 0 : counter.count();
    }

    private static int start(Server server, String name, ProxyFilter filter) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        FilterHolder holder = new FilterHolder(filter);
        holder.setName(name);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    @Test
    void whatIsNoRegistryIsNamedAndOursIsUsed() throws Exception {
        Server server = new Server();
        try (LogLines log = new LogLines("passmatch")) {
            ProxyFilter filter = new ProxyFilter(ProxyUnderTest.read("ProxyPass /a http://127.0.0.1:1"));
            start(server, filter, "a registry");
            log.await("io.github.passmatch.registry is not a MeterRegistry that this webapp can use \\(it is a java.lang.String\\)");
            assertTrue(filter.telemetry().prometheus().isPresent());
        } finally {
            LifeCycle.stop(server);
        }
    }

    @Test
    void figuresFollowARuleThroughAReload(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("proxy.conf");
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); LogLines access = LogLines.only("passmatch.access")) {
            Files.writeString(file, "ProxyPass /a http://" + upstream.authority());
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                asks(proxy.port());
                proxy.awaitNothingLeased();
                Files.writeString(file, "PassmatchAccessLog Text\nProxyPass /b http://127.0.0.1:1\nProxyPass /a http://" + upstream.authority());
                assertTrue(proxy.reload());
                asks(proxy.port());
                access.await(1);
                String text = proxy.telemetry().prometheus().orElseThrow();
                assertTrue(text.contains("passmatch_requests_total{line=\"" + file + ":3\",rule=\"2\",status=\"2xx\"} 2.0"), text);
                assertFalse(text.contains("passmatch_requests_total{line=\"" + file + ":1\""), text);
                for (int rule = 1; rule <= 2; rule++) {
                    ObjectName name = beans.queryNames(new ObjectName("io.github.passmatch:type=Rule,rule=" + rule + ",*"), null).iterator().next();
                    assertEquals(file + ":" + (rule + 1), beans.getAttribute(name, "Line"));
                    assertEquals(rule == 2 ? 1L : 0L, beans.getAttribute(name, "Reused"));
                }
            }
        }
        assertEquals(0, beans.queryNames(new ObjectName("io.github.passmatch:*"), null).size());
    }
}
