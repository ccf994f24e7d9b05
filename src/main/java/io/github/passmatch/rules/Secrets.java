package io.github.passmatch.rules;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides secrets in texts that are shown: user and password of URLs, credentials, tokens. */
public final class Secrets {

    private static final String END = "\\s\"'<>";
    /** The text before the @ of a URL's authority. A password may contain an unescaped slash by mistake; a colon which is not followed by a port shows this. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)(?:[^/?#@" + END + "][^/?#" + END + "]*(?=@)|[^/?#:@\\[" + END + "]*:(?!\\$|\\d{1,5}(?:[/?#" + END + "]|$))[^" + END + "]*(?=@))");
    /** The text behind the name of an authentication scheme, if the text does not look like a word. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?i)(?<=\\b(?:Basic|Bearer) {1,3})(?=[\\w+/.~-]*[0-9=])[\\w+.~-][\\w+/.~-]{7,}=*");
    private static final String WORD = "(?:\"[^\"]*\"|\\S+)";
    /** Configuration lines; the first group of each pattern is secret. */
    private static final List<Pattern> LINES = List.of(
            line("ProxyRemote(?:Match)?\\s+" + WORD + "\\s+" + WORD + "\\s+(.+)"),
            line("PassmatchStatusAllow\\s.*?\\btoken\\s+(.+)"),
            line("(?:Request)?Header\\s.*?(?:Authorization|Cookie|\\S*(?:Api-?Key|Token|Secret|Password)\\S*?)[\"']?\\s+(.+)"),
            line("(?:SetEnv|Define)\\s+\\S*(?:Key|Token|Secret|Passw)\\S*\\s+(.+)"),
            line("ProxyPass.*\\bsecret=(\\S+).*"));

    /** A header field that usually holds credentials: name, then value. */
    private static final Pattern FIELD = Pattern.compile("((?:Proxy-)?Authorization|Cookie2?|[^\\s:]*(?:Api-?Key|Token|Secret|Passw)[^\\s:]*): .*", Pattern.CASE_INSENSITIVE);

    private Secrets() { }

    private static Pattern line(String expression) {
        return Pattern.compile("\\s*" + expression, Pattern.CASE_INSENSITIVE);
    }

    /** {@code text} with three asterisks in place of the user and password of each URL, and of credentials of the schemes Basic and Bearer. */
    public static String hidden(String text) {
        String out = text.contains("://") && text.indexOf('@') >= 0 ? USER_INFO.matcher(text).replaceAll("***") : text;
        return out.contains("asic ") || out.contains("earer ") ? CREDENTIALS.matcher(out).replaceAll("***") : out;
    }

    /**
     * {@code text} with three asterisks wherever the credentials of an {@code Authorization} field stand.
     *
     * @param field the value of the field
     */
    public static String hidden(String text, String field) {
        String credentials = field.substring(field.indexOf(' ') + 1).strip();
        return credentials.isEmpty() ? text : text.replace(credentials, "***");
    }

    /** A configuration line with an asterisk in place of each secret character, so that columns do not change. */
    public static String hiddenInLine(String line) {
        String out = USER_INFO.matcher(line).replaceAll(found -> "*".repeat(found.group().length()));
        out = CREDENTIALS.matcher(out).replaceAll(found -> "*".repeat(found.group().length()));
        for (Pattern pattern : LINES) out = starred(pattern.matcher(out), out);
        return out;
    }

    /** A line of a request head, with three asterisks in place of the value of a field that usually holds credentials. */
    public static String hiddenInField(String line) {
        return FIELD.matcher(line).replaceFirst("$1: ***");
    }

    private static String starred(Matcher line, String text) {
        if (!line.matches()) return text;
        return text.substring(0, line.start(1)) + text.substring(line.start(1), line.end(1)).replaceAll("[^\\s\"']", "*") + text.substring(line.end(1));
    }
}
