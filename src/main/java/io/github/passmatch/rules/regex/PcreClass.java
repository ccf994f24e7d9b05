package io.github.passmatch.rules.regex;

import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Reads a bracketed character class of PCRE2 into the set of its bytes. */
final class PcreClass {

    private final PcreDialect dialect;
    private final BitSet set = new BitSet(256);
    /** The last single character, which may begin a range; -1 if there is none. */
    private int last = -1;
    private boolean afterSet;

    PcreClass(PcreDialect dialect) {
        this.dialect = dialect;
    }

    /** Reads the class at the current position and writes it in Java's syntax. */
    void read() {
        int start = dialect.at;
        if (dialect.in.startsWith("[[:<:]]", start)) {
            dialect.replace(7, "(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z])");
            return;
        }
        if (dialect.in.startsWith("[[:>:]]", start)) {
            dialect.replace(7, "(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])");
            return;
        }
        char terminator = start + 1 < dialect.in.length() ? dialect.in.charAt(start + 1) : 0;
        if (":.=".indexOf(terminator) >= 0 && terminator != 0 && posixEnd(start) > 0) throw dialect.error("[" + terminator + "...] is allowed only inside a class: write [[" + terminator + "...]]", start);
        dialect.at++;
        boolean negated = dialect.in.startsWith("^", dialect.at);
        if (negated) dialect.at++;
        boolean first = true;
        while (true) {
            if (dialect.at >= dialect.in.length()) throw dialect.error("missing ] of a class", start);
            char c = dialect.in.charAt(dialect.at);
            if (c == ']' && !first) break;
            if (!(dialect.flags.extendedMore() && (c == ' ' || c == '\t'))) {
                first &= dialect.in.startsWith("\\E", dialect.at) || dialect.in.startsWith("\\Q\\E", dialect.at);
                member(c);
            } else {
                dialect.at++;
            }
        }
        dialect.at++;
        if (negated) set.flip(0, 256);
        write(set, dialect);
    }

    private void member(char c) {
        if (c == '[' && dialect.at + 1 < dialect.in.length() && ":.=".indexOf(dialect.in.charAt(dialect.at + 1)) >= 0 && posixEnd(dialect.at) > 0) {
            posix();
        } else if (c == '\\') {
            escape();
        } else if (c == '-' && range()) {
            return;
        } else {
            dialect.at++;
            single(c);
        }
    }

    private void escape() {
        if (dialect.in.startsWith("\\E", dialect.at)) {
            dialect.at += 2;
            return;
        }
        if (dialect.in.startsWith("\\Q", dialect.at)) {
            int end = dialect.in.indexOf("\\E", dialect.at);
            if (end < 0) throw dialect.error("missing ] of a class", dialect.at);
            for (int i = dialect.at + 2; i < end; i++) single(dialect.in.charAt(i));
            dialect.at = end + 2;
            return;
        }
        BitSet members = dialect.at + 1 < dialect.in.length() ? new PcreEscapes(dialect).set() : null;
        if (members == null) {
            single((char) new PcreEscapes(dialect).character(true).getAsInt());
        } else {
            set.or(members);
            last = -1;
            afterSet = true;
        }
    }

    private void single(char c) {
        add(c, c);
        last = c;
        afterSet = false;
    }

    private void add(int from, int to) {
        set.set(from, to + 1);
        if (!dialect.flags.ignoreCase()) return;
        for (int c = from; c <= to; c++) {
            if (c >= 'a' && c <= 'z') set.set(c - 32);
            if (c >= 'A' && c <= 'Z') set.set(c + 32);
        }
    }

    /** Reads a range if the hyphen forms one, and returns true; otherwise the hyphen is an ordinary member. */
    private boolean range() {
        int hyphen = dialect.at;
        boolean ends = dialect.in.startsWith("]", hyphen + 1);
        if (ends) return false;
        if (afterSet) throw dialect.error("a hyphen directly after a set such as \\w cannot form a range: put the hyphen last, or write \\-", hyphen);
        if (last < 0) return false;
        dialect.at++;
        int from = last;
        int to = end(hyphen);
        if (to < from) throw dialect.error("the range is in the wrong order", hyphen);
        add(from, to);
        last = -1;
        return true;
    }

    private int end(int hyphen) {
        if (dialect.at >= dialect.in.length()) throw dialect.error("missing ] of a class", hyphen);
        char c = dialect.in.charAt(dialect.at);
        boolean posix = c == '[' && dialect.at + 1 < dialect.in.length() && dialect.in.charAt(dialect.at + 1) == ':' && posixEnd(dialect.at) > 0;
        if (c == '\\' && dialect.in.startsWith("\\Q", dialect.at)) throw dialect.error("a range cannot end in \\Q", hyphen);
        if (posix || c == '\\' && dialect.at + 1 < dialect.in.length() && new PcreEscapes(dialect).set() != null)
            throw dialect.error("a range cannot end in a set of characters: write \\- for a hyphen", hyphen);
        if (c == '\\') return new PcreEscapes(dialect).character(true).getAsInt();
        dialect.at++;
        return c;
    }

    /** The end of {@code [:name:]}, determined as in PCRE2; -1 if there is none. */
    private int posixEnd(int open) {
        char terminator = dialect.in.charAt(open + 1);
        for (int i = open + 2; i + 1 < dialect.in.length(); i++) {
            char c = dialect.in.charAt(i);
            if (c == '\\' && (dialect.in.charAt(i + 1) == ']' || dialect.in.charAt(i + 1) == '\\')) i++;
            else if (c == '[' && dialect.in.charAt(i + 1) == terminator || c == ']') return -1;
            else if (c == terminator && dialect.in.charAt(i + 1) == ']') return i + 2;
        }
        return -1;
    }

    private void posix() {
        int end = posixEnd(dialect.at);
        if (dialect.in.charAt(dialect.at + 1) != ':') throw dialect.error("[. .] and [= =] cannot be used", dialect.at);
        String name = dialect.in.substring(dialect.at + 2, end - 2);
        boolean negated = name.startsWith("^");
        String plain = negated ? name.substring(1) : name;
        boolean anyCase = dialect.flags.ignoreCase() && (plain.equals("upper") || plain.equals("lower"));
        BitSet members = shorthand(anyCase ? "alpha" : plain);
        if (members == null || plain.length() < 2) throw dialect.error("there is no class [:" + name + ":]", dialect.at);
        if (negated) members.flip(0, 256);
        set.or(members);
        last = -1;
        afterSet = true;
        dialect.at = end;
    }

    static BitSet shorthand(char letter) {
        return switch (letter) {
            case 'd' -> shorthand("digit");
            case 's' -> shorthand("space");
            case 'w' -> shorthand("word");
            case 'h' -> of(c -> c == '\t' || c == ' ' || c == 0xa0);
            case 'v' -> of(c -> c >= '\n' && c <= '\r' || c == 0x85);
            default -> null;
        };
    }

    /** The members of a POSIX class in the C locale; null if the name is unknown. */
    private static BitSet shorthand(String name) {
        return switch (name) {
            case "alpha" -> of(PcreClass::isLetter);
            case "lower" -> of(c -> c >= 'a' && c <= 'z');
            case "upper" -> of(c -> c >= 'A' && c <= 'Z');
            case "alnum" -> of(c -> isLetter(c) || isDigit(c));
            case "ascii" -> of(c -> c < 128);
            case "blank" -> of(c -> c == ' ' || c == '\t');
            case "cntrl" -> of(c -> c < 32 || c == 127);
            case "digit" -> of(PcreClass::isDigit);
            case "graph" -> of(c -> c > 32 && c < 127);
            case "print" -> of(c -> c >= 32 && c < 127);
            case "punct" -> of(c -> c > 32 && c < 127 && !isLetter(c) && !isDigit(c));
            case "space" -> of(c -> c == ' ' || c >= '\t' && c <= '\r');
            case "word" -> of(c -> isLetter(c) || isDigit(c) || c == '_');
            case "xdigit" -> of(c -> isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
            default -> null;
        };
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static BitSet of(IntPredicate members) {
        BitSet set = new BitSet(256);
        IntStream.range(0, 256).filter(members).forEach(set::set);
        return set;
    }

    /** Writes a set as a class in Java's syntax. The set already contains both cases if case is ignored, so ignoring case is switched off where necessary. */
    static void write(BitSet set, PcreDialect dialect) {
        if (set.isEmpty()) {
            dialect.out.append("(?!)");
            return;
        }
        boolean caseSensitive = dialect.flags.ignoreCase() && IntStream.rangeClosed('a', 'z').anyMatch(c -> set.get(c) != set.get(c - 32));
        dialect.out.append(caseSensitive ? "(?-i:[" : "[");
        for (int from = set.nextSetBit(0); from >= 0; from = set.nextSetBit(set.nextClearBit(from))) {
            int to = set.nextClearBit(from) - 1;
            character(from, dialect.out);
            if (to > from) character(to, to > from + 1 ? dialect.out.append('-') : dialect.out);
        }
        dialect.out.append(caseSensitive ? "])" : "]");
    }

    private static void character(int c, StringBuilder out) {
        if (isLetter(c) || isDigit(c)) out.append((char) c);
        else out.append(String.format("\\x%02X", c));
    }
}
