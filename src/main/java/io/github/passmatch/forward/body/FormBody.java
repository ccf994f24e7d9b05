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
 * The body of a form that somebody read before this filter, written again from its parameters. Only a body that must be the one that was sent counts: one of the
 * announced length, whose parameters have a certain order.
 */
final class FormBody {

    private FormBody() { }

    /**
     * @param length as {@code Content-Length} has announced it
     * @return the body; empty where the request has no form, or where the body is not certain
     */
    static Optional<byte[]> of(HttpServletRequest clientRequest, long length) {
        Map<String, List<String>> parameters = parameters(clientRequest);
        if (parameters.isEmpty()) return Optional.empty();
        boolean ordered = hasCertainOrder(parameters) && !sharesNameWithQuery(parameters, clientRequest);
        return ordered ? FormText.write(parameters, charsets(clientRequest), length) : Optional.empty();
    }

    /** Whether the body has been a form with at least one field; false where that cannot be told. */
    static boolean hasFields(HttpServletRequest clientRequest) {
        return !parameters(clientRequest).isEmpty();
    }

    /** Of the body alone: the Servlet API puts the values of the query before those of the body. */
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

    /** In lower case, without its parameters. */
    static String mediaType(HttpServletRequest clientRequest) {
        String type = clientRequest.getContentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String[]> all(HttpServletRequest clientRequest) {
        try {
            return clientRequest.getParameterMap();
        } catch (RuntimeException e) {
            return Map.of();        // containers have exceptions of their own for parameters that they cannot parse
        }
    }

    private static Optional<Map<String, List<String>>> query(HttpServletRequest clientRequest) {
        String query = clientRequest.getQueryString();
        return query == null ? Optional.of(Map.of()) : FormText.parse(query, UTF_8);
    }

    /** What the container may have decoded the body with: Tomcat takes ISO-8859-1 where nothing says otherwise, Jetty UTF-8. */
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

    /** The parameters are grouped by name: with {@code a=1&b=2&a=3} it is lost where the second {@code a} stood. */
    private static boolean hasCertainOrder(Map<String, List<String>> parameters) {
        return parameters.size() == 1 || parameters.values().stream().allMatch(values -> values.size() == 1);
    }

    /** A name of the query stands first, wherever the body has it. */
    private static boolean sharesNameWithQuery(Map<String, List<String>> parameters, HttpServletRequest clientRequest) {
        List<String> shared = new ArrayList<>(query(clientRequest).map(Map::keySet).orElse(Set.of()));
        shared.retainAll(parameters.keySet());
        return parameters.size() > 1 && !shared.isEmpty();
    }
}
