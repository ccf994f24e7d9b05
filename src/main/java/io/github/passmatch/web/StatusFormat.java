package io.github.passmatch.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;

/** Lists the formats of the status page and chooses one for a request ({@code Accept}, RFC 9110 §12.5.1, or the parameter {@code format}). */
enum StatusFormat {
    // The first one is for clients that accept everything, such as curl.
    TEXT("text/plain", "text/plain;charset=utf-8"),
    HTML("text/html", "text/html;charset=utf-8"),
    JSON("application/json", "application/json"),
    PROMETHEUS("application/openmetrics-text", "");

    private final String range;
    private final String contentType;

    StatusFormat(String range, String contentType) {
        this.range = range;
        this.contentType = contentType;
    }

    /** For the field {@code Content-Type}. */
    String contentType() {
        return contentType;
    }

    /** The format for the request; text if the request accepts none of them. */
    static StatusFormat of(HttpServletRequest clientRequest) {
        String format = clientRequest.getParameter("format");
        for (StatusFormat wanted : values()) if (wanted.name().equalsIgnoreCase(format)) return wanted;
        return ofAccept(String.join(",", Collections.list(clientRequest.getHeaders("Accept"))));
    }

    static StatusFormat ofAccept(String accept) {
        StatusFormat best = TEXT;
        double bestScore = 0;
        for (String part : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] words = part.strip().split("\\s*;\\s*");
            StatusFormat wanted = of(words);
            // An exact media type has priority over a range of the same weight.
            double score = wanted == null ? 0 : weight(words) + (words[0].contains("*") ? 0 : 0.0001);
            if (score > bestScore && weight(words) > 0) {
                best = wanted;
                bestScore = score;
            }
        }
        return best;
    }

    /** Prometheus also asks for plain text, but with a parameter {@code version}. */
    private static StatusFormat of(String[] words) {
        if (words[0].equals("*/*") || words[0].equals("text/*")) return TEXT;
        for (String word : words) if (words[0].equals(TEXT.range) && word.startsWith("version=")) return PROMETHEUS;
        for (StatusFormat wanted : values()) if (wanted.range.equals(words[0])) return wanted;
        return null;
    }

    private static double weight(String[] words) {
        for (String word : words) if (word.matches("q=[01](\\.\\d{0,3})?")) return Double.parseDouble(word.substring(2));
        return 1;
    }
}
