package io.github.passmatch.rules.log;

import io.github.passmatch.rules.Bytes;

/** Escapes values as httpd does, so that no value can end its line or its quotes: quotation marks and backslashes get a backslash, other bytes than printable ASCII are {@code \t}, {@code \n} and the like, or {@code \xhh}. */
final class LogEscape {

    private static final String CONTROLS = "\b\n\r\t\u000b";
    private static final String LETTERS = "bnrtv";

    private LogEscape() { }

    /** @param value a byte string; null gives null */
    static String of(String value) {
        if (value == null || isPlain(value)) return value;
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) write(value.charAt(i), out);
        return out.toString();
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) if (!isPlain(value.charAt(i))) return false;
        return true;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    private static void write(char c, StringBuilder out) {
        int control = CONTROLS.indexOf(c);
        if (isPlain(c)) out.append(c);
        else if (c == '"' || c == '\\') out.append('\\').append(c);
        else if (control >= 0) out.append('\\').append(LETTERS.charAt(control));
        else if (c < 0x100) hex(c, out);
        else Bytes.of(String.valueOf(c)).chars().forEach(b -> hex((char) b, out));        // a container has decoded the value
    }

    private static void hex(char b, StringBuilder out) {
        out.append("\\x").append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
    }
}
