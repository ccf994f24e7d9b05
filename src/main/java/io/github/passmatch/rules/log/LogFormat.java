package io.github.passmatch.rules.log;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.fields.BadFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A format of httpd's mod_log_config, such as {@code %h %l %u %t "%r" %>s %b}. Immutable. */
public final class LogFormat {

    /** The format of {@code TransferLog} without {@code LogFormat}. */
    public static final String COMMON = "%h %l %u %t \"%r\" %>s %b";

    private static final String COMBINED = COMMON + " \"%{Referer}i\" \"%{User-Agent}i\"";

    /** The formats whose names are known without {@code LogFormat}, as the configurations that come with httpd define them. */
    public static final Map<String, String> KNOWN = Map.of("common", COMMON, "CLF", COMMON, "combined", COMBINED, "combinedio", COMBINED + " %I %O", "vhost_combined", "%v:%p " + COMBINED);

    /** A part of a line. */
    private sealed interface Part permits Text, Item { }

    private record Text(String text) implements Part { }

    /** @param statuses empty: always */
    private record Item(LogDirective directive, String argument, List<Integer> statuses, boolean negated) implements Part {
        boolean isFor(int status) {
            return statuses.isEmpty() || statuses.contains(status) != negated;
        }
    }

    private final List<Part> parts;

    private LogFormat(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a format.
     *
     * @param text a byte string
     * @throws BadFormat if a format is unknown or not complete
     */
    public static LogFormat parse(String text) throws BadFormat {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (text.startsWith("%%", i)) {
                plain.append('%');
                i += 2;
            } else if (c == '%') {
                if (!plain.isEmpty()) parts.add(new Text(plain.toString()));
                plain.setLength(0);
                ItemReader item = new ItemReader(text, i);
                parts.add(item.read());
                i = item.at;
            } else {
                int escaped = c == '\\' && i + 1 < text.length() ? "\\rnt".indexOf(text.charAt(i + 1)) : -1;
                plain.append(escaped < 0 ? c : "\\\r\n\t".charAt(escaped));
                i += escaped < 0 ? 1 : 2;
            }
        }
        if (!plain.isEmpty()) parts.add(new Text(plain.toString()));
        return new LogFormat(parts);
    }

    /** Reads {@code %[!][status,…][<|>][{argument}]letter}; as in httpd, the parts before the letter may have any order. */
    private static final class ItemReader {
        private final String text;
        private final int percent;
        private int at;
        private String argument = "";
        private boolean negated;
        private final List<Integer> statuses = new ArrayList<>();

        ItemReader(String text, int percent) {
            this.text = text;
            this.percent = percent;
            this.at = percent + 1;
        }

        Item read() throws BadFormat {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '{') argument();
                else if (c >= '0' && c <= '9') status();
                else if (c == '!' || c == '<' || c == '>' || c == ',') {
                    negated ^= c == '!';
                    at++;
                } else return item();
            }
            throw new BadFormat(percent, "the format ends after " + shown(text.length()), "write a letter after it; two percent signs are one");
        }

        private void argument() throws BadFormat {
            int close = text.indexOf('}', at);
            if (close < 0) throw new BadFormat(at, "{ is never closed", "write %{NAME}i");
            argument = text.substring(at + 1, close);
            at = close + 1;
        }

        private void status() throws BadFormat {
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
            if (at - from > 3) throw new BadFormat(from, "a status has three digits", "");
            statuses.add(Integer.parseInt(text.substring(from, at)));
        }

        private Item item() throws BadFormat {
            LogDirective directive = LogDirective.at(text, at).orElse(null);
            if (directive == null) throw new BadFormat(percent, "unknown format " + shown(at + 1), "the formats are those of mod_log_config, mod_logio and mod_ssl; two percent signs are one");
            at += directive.letters().length();
            return new Item(directive, argument, List.copyOf(statuses), negated);
        }

        private String shown(int end) {
            return Bytes.toText(text.substring(percent, Math.min(end, text.length())));
        }
    }

    /** The formats whose value is always a dash here, but not in httpd: {@code %k}. */
    public List<String> alwaysMissing() {
        return parts.stream().filter(part -> part instanceof Item item && item.directive.isAlwaysMissing()).map(part -> "%" + ((Item) part).directive.letters()).distinct().toList();
    }

    /** Writes the line, without its end: a byte string. Values cannot contain line ends. */
    public String line(LoggedRequest request) {
        StringBuilder out = new StringBuilder(192);
        int status = request.status();
        for (Part part : parts) {
            if (part instanceof Text text) out.append(text.text);
            else if (part instanceof Item item) {
                String value = item.isFor(status) ? item.directive.value(request, item.argument) : null;
                out.append(value == null ? "-" : value);
            }
        }
        return out.toString();
    }
}
