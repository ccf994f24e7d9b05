package io.github.passmatch.run.file;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Decides about the conditions of a request that depend on the {@code ETag} of a file (RFC 9110 §13), and removes their fields. Jetty compares the times that remain.
 *
 * @param status 304 or 412: the answer without the file; 0: the conditions are met
 * @param fields the fields that remain
 */
record Preconditions(int status, HttpFields fields) {

    private static final int NOT_MODIFIED = 304;
    private static final int FAILED = 412;
    private static final String ANY = "*";
    private static final String BYTES = "bytes=";
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

    /** @param tag of the file, strong */
    static Preconditions of(HttpFields received, String method, String tag, String lastModified) {
        HttpFields.Mutable fields = HttpFields.build(received);
        String match = String.join(",", received.getValuesList(HttpHeader.IF_MATCH));
        String noneMatch = String.join(",", received.getValuesList(HttpHeader.IF_NONE_MATCH));
        fields.remove(HttpHeader.IF_MATCH);
        fields.remove(HttpHeader.IF_NONE_MATCH);
        if (!match.isEmpty()) fields.remove(HttpHeader.IF_UNMODIFIED_SINCE);
        if (!match.isEmpty() && !match.strip().equals(ANY) && !tags(match).contains(tag)) return new Preconditions(FAILED, fields);
        if (!noneMatch.isEmpty()) fields.remove(HttpHeader.IF_MODIFIED_SINCE);
        if (noneMatch.strip().equals(ANY) || tags(noneMatch).stream().anyMatch(one -> one.replaceFirst("^W/", "").equals(tag)))
            return new Preconditions(method.equals("GET") || method.equals("HEAD") ? NOT_MODIFIED : FAILED, fields);
        String since = fields.get(HttpHeader.IF_MODIFIED_SINCE);
        if (since != null && isInFuture(since)) fields.remove(HttpHeader.IF_MODIFIED_SINCE);
        range(fields, tag, lastModified);
        return new Preconditions(0, fields);
    }

    private static List<String> tags(String list) {
        return TAG.matcher(list).results().map(MatchResult::group).toList();
    }

    /** An unknown unit is ignored (§14.2), and so is a range of a file that has changed (§13.1.5). */
    private static void range(HttpFields.Mutable fields, String tag, String lastModified) {
        String range = fields.get(HttpHeader.RANGE);
        String same = fields.get(HttpHeader.IF_RANGE);
        fields.remove(HttpHeader.IF_RANGE);
        boolean known = range != null && range.regionMatches(true, 0, BYTES, 0, BYTES.length());
        if (!known || same != null && !same.strip().equals(tag) && !same.strip().equals(lastModified)) fields.remove(HttpHeader.RANGE);
    }

    /** Such a time is not valid (§13.1.3). */
    private static boolean isInFuture(String time) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(time)).isAfter(Instant.now());
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
