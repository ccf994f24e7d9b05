package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
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

/** Where the files that a configuration names are looked for. */
@Timeout(30)
class ConfigLocatorTest {

    private static final String LINE = "SSLProxyCACertificateFile none.pem";

    @TempDir
    private Path webapp;

    @ParameterizedTest(name = "{0} {1}: in {2}")
    @CsvSource({"config,/WEB-INF/proxy.conf,WEB-INF", "directives," + LINE + ",WEB-INF", "config,{webapp}/other/rules.conf,other"})
    void filesAreLookedForBesideTheConfiguration(String parameter, String value, String expected) throws Exception {
        for (String file : new String[] {"WEB-INF/proxy.conf", "other/rules.conf"}) {
            Files.createDirectories(webapp.resolve(file).getParent());
            Files.writeString(webapp.resolve(file), LINE);
        }
        Server server = new Server();
        ServletContextHandler context = new ServletContextHandler("/");
        context.setBaseResourceAsPath(webapp);
        FilterHolder holder = new FilterHolder(new ProxyFilter());
        holder.setInitParameter(parameter, value.replace("{webapp}", webapp.toString()));
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        try {
            Exception e = assertThrows(Exception.class, server::start);
            assertTrue(e.toString().contains("looked for at " + webapp.toRealPath().resolve(expected).resolve("none.pem")), e::toString);
        } finally {
            LifeCycle.stop(server);
        }
    }
}
