package io.github.passmatch.rules.regex;

import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** {@code \p{..}}: since patterns are matched by bytes, a property is that of the ISO-8859-1 character with the value of the byte, as in PCRE2. */
final class PcreProperty {

    private static final Set<String> CATEGORIES = Set.of("c", "cc", "cf", "cn", "co", "cs", "l", "lc", "ll", "lm", "lo", "lt", "lu", "m", "mc", "me", "mn", "n", "nd", "nl", "no",
            "p", "pc", "pd", "pe", "pf", "pi", "po", "ps", "s", "sc", "sk", "sm", "so", "z", "zl", "zp", "zs");
    private static final Map<String, String> BINARY = Map.of("alphabetic", "Alphabetic", "alpha", "Alphabetic", "lowercase", "Lowercase", "lower", "Lowercase", "uppercase", "Uppercase",
            "upper", "Uppercase", "whitespace", "White_Space", "wspace", "White_Space", "hexdigit", "Hex_Digit");

    private PcreProperty() { }

    /** Reads the property that begins with the backslash at the current position. */
    static BitSet read(PcreDialect dialect) {
        int start = dialect.at;
        boolean negated = dialect.in.charAt(start + 1) == 'P';
        int open = start + 2;
        int end = dialect.in.startsWith("{", open) ? dialect.in.indexOf('}', open) : open + 1;
        if (end < 0 || end > dialect.in.length()) throw dialect.error("malformed \\p or \\P", start);
        String name = dialect.in.charAt(open) == '{' ? dialect.in.substring(open + 1, end) : dialect.in.substring(open, end);
        dialect.at = dialect.in.charAt(open) == '{' ? end + 1 : end;
        String plain = name.replaceAll("[-_\\s]", "").toLowerCase(Locale.ROOT);
        if (plain.startsWith("^")) {
            negated = !negated;
            plain = plain.substring(1);
        }
        IntPredicate members = members(plain);
        if (members == null) throw dialect.error("unknown property \"" + name + "\" after \\p or \\P", start);
        BitSet set = PcreClass.of(members);
        if (negated) set.flip(0, 256);
        return set;
    }

    private static IntPredicate members(String name) {
        if (CATEGORIES.contains(name)) return java(name.equals("lc") ? "LC" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        if (BINARY.containsKey(name)) return java("Is" + BINARY.get(name));
        return switch (name) {
            case "any" -> c -> true;
            case "l&" -> java("LC");
            case "ascii" -> c -> c < 128;
            case "xan" -> c -> Character.isLetter(c) || java("N").test(c);
            case "xwd" -> c -> Character.isLetter(c) || java("N").test(c) || c == '_';
            case "xsp", "xps" -> c -> java("Z").test(c) || c >= '\t' && c <= '\r' || c == 0x85;
            case "xuc" -> c -> c == '$' || c == '@' || c == '`' || c >= 0xa0;
            default -> script(name.replaceFirst("^(script|sc|scriptextensions|scx)[:=]", ""));
        };
    }

    private static IntPredicate java(String property) {
        Pattern pattern = Pattern.compile("\\p{" + property + "}");
        return c -> pattern.matcher(String.valueOf((char) c)).matches();
    }

    private static IntPredicate script(String name) {
        for (Character.UnicodeScript script : Character.UnicodeScript.values())
            if (script.name().replace("_", "").equalsIgnoreCase(name)) return c -> Character.UnicodeScript.of(c) == script;
        try {
            Character.UnicodeScript script = Character.UnicodeScript.forName(name);
            return c -> Character.UnicodeScript.of(c) == script;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
