package io.github.passmatch.testing;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;

/** As the filters of frameworks do: believes the first element of {@code X-Forwarded-For}, and {@code X-Forwarded-Proto}, and hides both from those behind. */
public final class AddressRewritingFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest original = (HttpServletRequest) request;
        String client = original.getHeader("X-Forwarded-For");
        String scheme = original.getHeader("X-Forwarded-Proto");
        chain.doFilter(client == null && scheme == null ? request : new Rewritten(original, client, scheme), response);
    }

    private static final class Rewritten extends HttpServletRequestWrapper {
        private final String client;
        private final String scheme;

        private Rewritten(HttpServletRequest original, String client, String scheme) {
            super(original);
            this.client = client == null ? original.getRemoteAddr() : client.split(",")[0].strip();
            this.scheme = scheme == null ? original.getScheme() : scheme;
        }

        @Override
        public String getRemoteAddr() {
            return client;
        }

        @Override
        public String getScheme() {
            return scheme;
        }

        @Override
        public boolean isSecure() {
            return scheme.equals("https");
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(Collections.list(super.getHeaderNames()).stream().filter(name -> !isHidden(name)).toList());
        }

        @Override
        public String getHeader(String name) {
            return isHidden(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        private static boolean isHidden(String name) {
            return name.toLowerCase(Locale.ROOT).startsWith("x-forwarded-");
        }
    }
}
