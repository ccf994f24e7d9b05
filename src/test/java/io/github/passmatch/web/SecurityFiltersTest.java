package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A filter that demands a login and comes after the proxy is told at start, because what a rule takes never reaches it. */
@Timeout(30)
class SecurityFiltersTest {

    /** Lets everything pass. */
    public static class Pass implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
            chain.doFilter(request, response);
        }
    }

    /** A filter of an application's own. */
    public static final class JwtAuthFilter extends Pass { }

    /** Another one, which has nothing to do with logins although its name begins like that. */
    public static final class AuthorFilter extends Pass { }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            passmatch springSecurityFilterChain                  | the filter springSecurityFilterChain (.*) comes after passmatch .*setOrder\\(-99\\).*
            springSecurityFilterChain passmatch                  |
            passmatch shiroFilter                                | the filter shiroFilter (.*) comes after passmatch .*put the filter-mapping of Passmatch after that one's
            characters passmatch                                 |
            passmatch characters                                 |
            passmatch JwtAuthFilter                              | the filter JwtAuthFilter (.*) comes after passmatch .*
            passmatch AuthorFilter                               |
            JwtAuthFilter passmatch                              |
            springSecurityFilterChain passmatch JwtAuthFilter    |
            """)
    void thatComesAfterTheProxyIsToldAtStart(String filters, String expected) throws Exception {
        Server server = new Server();
        ServletContextHandler context = new ServletContextHandler("/");
        for (String name : filters.split(" ")) context.addFilter(holder(name), "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        try (LogLines log = new LogLines("passmatch")) {
            server.start();
            List<String> told = log.lines().stream().filter(line -> line.contains("comes after")).toList();
            assertEquals(expected == null ? 0 : 1, told.size(), told::toString);
            if (expected != null) assertTrue(told.get(0).matches(expected), told::toString);
        } finally {
            LifeCycle.stop(server);
        }
    }

    private static FilterHolder holder(String name) throws Exception {
        FilterHolder holder = new FilterHolder(switch (name) {
            case "passmatch" -> new ProxyFilter(ProxyUnderTest.read("ProxyPass /a !"));
            case "JwtAuthFilter" -> new JwtAuthFilter();
            case "AuthorFilter" -> new AuthorFilter();
            default -> new Pass();
        });
        holder.setName(name);
        return holder;
    }
}
