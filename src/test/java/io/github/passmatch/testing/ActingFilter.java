package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A filter of somebody else's, put before the proxy: does what the request's {@code X-Act} lines say, such as {@code set X-Frame-Options DENY} or {@code stream}. */
public final class ActingFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest clientRequest = (HttpServletRequest) request;
        for (String act : Collections.list(clientRequest.getHeaders("X-Act"))) {
            String[] words = act.split(" ", 3);
            if (words.length == 1) read(words[0], clientRequest);
            else set(words, (HttpServletResponse) response);
        }
        chain.doFilter("form-content".equals(clientRequest.getHeader("X-Act")) ? new FormContent(clientRequest) : request, response);
    }

    /** As frameworks make the parameters of a PUT: they read the body and answer for it. */
    private static final class FormContent extends HttpServletRequestWrapper {
        private final Map<String, String[]> parameters;

        private FormContent(HttpServletRequest clientRequest) throws IOException {
            super(clientRequest);
            String body = new String(clientRequest.getInputStream().readAllBytes(), UTF_8);
            parameters = new LinkedHashMap<>(clientRequest.getParameterMap());
            for (String pair : body.split("&")) {
                String[] sides = pair.split("=", 2);
                parameters.put(URLDecoder.decode(sides[0], UTF_8), new String[] {URLDecoder.decode(sides[1], UTF_8)});
            }
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return parameters;
        }
    }

    private static void read(String how, HttpServletRequest clientRequest) throws IOException, ServletException {
        switch (how) {
            case "parameters" -> clientRequest.getParameter("none");
            case "stream" -> clientRequest.getInputStream().readAllBytes();
            case "byte" -> clientRequest.getInputStream().read();
            case "form-content" -> { }
            case "reader" -> clientRequest.getReader().read();
            case "parts" -> clientRequest.getParts();
            default -> throw new IllegalArgumentException(how);
        }
    }

    private static void set(String[] words, HttpServletResponse clientResponse) {
        switch (words[0]) {
            case "set" -> clientResponse.setHeader(words[1], words[2]);
            case "add" -> clientResponse.addHeader(words[1], words[2]);
            case "type" -> clientResponse.setContentType(words[1]);
            case "charset" -> clientResponse.setCharacterEncoding(words[1]);
            case "locale" -> clientResponse.setLocale(Locale.forLanguageTag(words[1]));
            case "length" -> clientResponse.setContentLength(Integer.parseInt(words[1]));
            case "cookie" -> clientResponse.addCookie(new Cookie(words[1], words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** One for which the container takes requests apart. */
    public static final class Parts extends HttpServlet {
        private static final long serialVersionUID = 1L;
    }
}
