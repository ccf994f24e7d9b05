package io.github.passmatch.forward;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.ChangedRequest;
import io.github.passmatch.rules.environment.RequestFacts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Changes the client's request to a {@code GET} without body for another local path, as httpd does for an {@code ErrorDocument}. */
final class LocalGet extends HttpServletRequestWrapper {

    private final String path;

    /** @param path the path of the {@code ErrorDocument} */
    LocalGet(HttpServletRequest clientRequest, String path) {
        super(clientRequest);
        this.path = path;
    }

    @Override
    public String getRequestURI() {
        return path;
    }

    @Override
    public String getMethod() {
        return super.getMethod().equals("HEAD") ? "HEAD" : "GET";
    }

    @Override
    public long getContentLengthLong() {
        return -1;
    }

    @Override
    public String getHeader(String name) {
        return announcesBody(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return announcesBody(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    private static boolean announcesBody(String name) {
        return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding") || name.equalsIgnoreCase("Expect");
    }

    /** The facts about such a request for conditions and variables of the configuration. */
    record Facts(RequestFacts original, String path, String query) implements ChangedRequest {

        static Facts of(String pathAndQuery, RequestFacts original) {
            int mark = pathAndQuery.indexOf('?');
            return mark < 0 ? new Facts(original, pathAndQuery, null) : new Facts(original, pathAndQuery.substring(0, mark), pathAndQuery.substring(mark + 1));
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public List<String> fields(String name) {
            return announcesBody(name) ? List.of() : original.fields(name);
        }

        @Override
        public List<Field> fields() {
            List<Field> fields = new ArrayList<>(original.fields());
            fields.removeIf(field -> announcesBody(field.name()));
            return fields;
        }
    }
}
