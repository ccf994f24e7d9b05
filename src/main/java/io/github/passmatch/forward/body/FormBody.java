package io.github.passmatch.forward.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Restores the body of a form, which another filter has read before, from the parameters. A body is only restored if the result is certain: it must have the
 * announced length, and the order of the parameters must be known.
 */
final class FormBody {

    private FormBody() { }

    /**
     * @param length from {@code Content-Length}
     * @return the body; empty if the request has no form, or if the body is not certain
     */
    static Optional<byte[]> of(HttpServletRequest clientRequest, long length) {
        Map<String, List<String>> parameters = parameters(clientRequest);
        if (parameters.isEmpty()) return Optional.empty();
        boolean ordered = hasCertainOrder(parameters) && !sharesNameWithQuery(parameters, clientRequest);
        return ordered ? FormText.write(parameters, charsets(clientRequest), length) : Optional.empty();
    }

    /** Whether the body was a form with at least one field; false if that is not known. */
    static boolean hasFields(HttpServletRequest clientRequest) {
        return !parameters(clientRequest).isEmpty();
    }

    /** The parameters of the body only: in the Servlet API, the values of the query come before those of the body. */
    private static Map<String, List<String>> parameters(HttpServletRequest clientRequest) {
        if (!mediaType(clientRequest).equals("application/x-www-form-urlencoded")) return Map.of();
        Optional<Map<String, List<String>>> ofQuery = query(clientRequest);
        Map<String, String[]> all = all(clientRequest);
        if (ofQuery.isEmpty()) return Map.of();
        Map<String, List<String>> ofBody = new LinkedHashMap<>();
        for (Map.Entry<String, String[]> parameter : all.entrySet()) {
            List<String> values = Arrays.asList(parameter.getValue());
            List<String> before = ofQuery.get().getOrDefault(parameter.getKey(), List.of());
            if (values.size() < before.size() || !values.subList(0, before.size()).equals(before)) return Map.of();
            if (values.size() > before.size()) ofBody.put(parameter.getKey(), List.copyOf(values.subList(before.size(), values.size())));
        }
        return ofBody;
    }

    /** The media type in lower case, without parameters. */
    static String mediaType(HttpServletRequest clientRequest) {
        String type = clientRequest.getContentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String[]> all(HttpServletRequest clientRequest) {
        try {
            return clientRequest.getParameterMap();
        } catch (RuntimeException e) {
            return Map.of();        // containers throw different exceptions for parameters that they cannot parse
        }
    }

    private static Optional<Map<String, List<String>>> query(HttpServletRequest clientRequest) {
        String query = clientRequest.getQueryString();
        return query == null ? Optional.of(Map.of()) : FormText.parse(query, UTF_8);
    }

    /** The charsets with which the container may have decoded the body: by default, Tomcat uses ISO-8859-1, Jetty UTF-8. */
    private static Set<Charset> charsets(HttpServletRequest clientRequest) {
        Set<Charset> charsets = new LinkedHashSet<>();
        String named = clientRequest.getCharacterEncoding();
        try {
            if (named != null) charsets.add(Charset.forName(named));
        } catch (IllegalArgumentException e) {
            charsets.add(US_ASCII);
        }
        if (charsets.isEmpty()) charsets.addAll(List.of(UTF_8, ISO_8859_1));
        return charsets;
    }

    /** The parameters are grouped by name: with {@code a=1&b=2&a=3}, the position of the second {@code a} is lost. */
    private static boolean hasCertainOrder(Map<String, List<String>> parameters) {
        return parameters.size() == 1 || parameters.values().stream().allMatch(values -> values.size() == 1);
    }

    /** A parameter that is in the query too comes first, so its position in the body is not known. */
    private static boolean sharesNameWithQuery(Map<String, List<String>> parameters, HttpServletRequest clientRequest) {
        List<String> shared = new ArrayList<>(query(clientRequest).map(Map::keySet).orElse(Set.of()));
        shared.retainAll(parameters.keySet());
        return parameters.size() > 1 && !shared.isEmpty();
    }
}
