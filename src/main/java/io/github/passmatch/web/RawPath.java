package io.github.passmatch.web;

import io.github.passmatch.rules.Bytes;

/** The request target as the client sent it, taken from what containers tell of it. */
final class RawPath {

    private RawPath() { }

    /**
     * The undecoded path below the context path. The context path is cut off by segments, because in the request it may be written
     * otherwise: with escapes, parameters or dots.
     */
    static String belowContext(String requestUri, String contextPath) {
        String uri = bytes(requestUri);
        if (contextPath.isEmpty()) return uri;
        int end = uri.startsWith(contextPath) ? contextPath.length() : skipSegments(uri, contextPath);
        int slash = uri.indexOf('/', end);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    private static int skipSegments(String uri, String contextPath) {
        int end = 0;
        for (int i = 0; i < contextPath.length() && end < uri.length(); i++) {
            if (contextPath.charAt(i) != '/') continue;
            int next = uri.indexOf('/', end + 1);
            end = next < 0 ? uri.length() : next;
        }
        return end;
    }

    /** Jetty decodes raw bytes beyond ASCII as UTF-8, Tomcat refuses them: so what is beyond ASCII here is text. */
    static String bytes(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) > 127) return Bytes.of(text);
        return text;
    }
}
