package io.github.passmatch.web.location;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.LogLines;
import io.github.passmatch.web.ProxyFilter;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the files that a configuration names are looked for, and which configurations can be read again. */
@Timeout(30)
class ConfigLocatorTest {

    private static final String LINE = "SSLProxyCACertificateFile none.pem";

    @TempDir
    private Path webapp;

    @ParameterizedTest(name = "{0} {1}: {2} after a change")
    @CsvSource({"config,/WEB-INF/proxy.conf,2 rules", "directives,ProxyPass /a !,1 rule", "config,{webapp}/other/rules.conf,2 rules"})
    void whatStandsInAFileIsReadAgain(String parameter, String value, String expected) throws Exception {
        write("ProxyPass /a !");
        ProxyFilter filter = new ProxyFilter();
        Server server = server(filter, parameter, value);
        server.start();
        try (LogLines log = new LogLines("passmatch")) {
            write("ProxyPass /a !\nProxyPass /b !");
            assertTrue(filter.reload("the test"));
            log.await("the test: " + expected + " in force");
            write("ProxyPass");
            assertEquals(parameter.equals("directives"), filter.reload("the test"));
        } finally {
            LifeCycle.stop(server);
        }
    }

    private void write(String rules) throws IOException {
        for (String file : new String[] {"WEB-INF/proxy.conf", "other/rules.conf"}) {
            Files.createDirectories(webapp.resolve(file).getParent());
            Files.writeString(webapp.resolve(file), rules);
        }
    }

    private Server server(ProxyFilter filter, String parameter, String value) {
        Server server = new Server();
        ServletContextHandler context = new ServletContextHandler("/");
        context.setBaseResourceAsPath(webapp);
        FilterHolder holder = new FilterHolder(filter);
        holder.setInitParameter(parameter, value.replace("{webapp}", webapp.toString()));
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        return server;
    }

    @ParameterizedTest(name = "{0} {1}: in {2}")
    @CsvSource({"config,/WEB-INF/proxy.conf,WEB-INF", "directives," + LINE + ",WEB-INF", "config,{webapp}/other/rules.conf,other"})
    void filesAreLookedForBesideTheConfiguration(String parameter, String value, String expected) throws Exception {
        write(LINE);
        Server server = server(new ProxyFilter(), parameter, value);
        try {
            Exception e = assertThrows(Exception.class, server::start);
            assertTrue(e.toString().contains("looked for at " + webapp.toRealPath().resolve(expected).resolve("none.pem")), e::toString);
        } finally {
            LifeCycle.stop(server);
        }
    }
}
