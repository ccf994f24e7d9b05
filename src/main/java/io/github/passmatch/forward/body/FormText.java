package io.github.passmatch.forward.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses and writes {@code application/x-www-form-urlencoded}. */
final class FormText {

    /** The encodings that clients use: characters other than letters and digits that stay unescaped, and the encoding of a space. */
    private enum Style {
        BROWSER("*-._", "+"), URI_COMPONENT("!'()*~-._", "%20"), UNRESERVED("~-._", "%20"), UNRESERVED_PLUS("~-._", "+"), AS_TYPED("!'()*~-._:/?@$,;[]{}|<>^`\"\\", "+");

        private final String unescaped;
        private final String space;

        Style(String unescaped, String space) {
            this.unescaped = unescaped;
            this.space = space;
        }
    }

    private FormText() { }

    /**
     * The parameters in {@code text}, in order.
     *
     * @param text a byte string
     * @return empty if an escape is invalid, or if the bytes are not valid in {@code charset}
     */
    static Optional<Map<String, List<String>>> parse(String text, Charset charset) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals), charset);
            Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1), charset);
            if (name.isEmpty() || value.isEmpty()) return Optional.empty();
            parameters.computeIfAbsent(name.get(), key -> new ArrayList<>()).add(value.get());
        }
        return Optional.of(parameters);
    }

    private static Optional<String> decode(String escaped, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                int high = i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(escaped.charAt(i + 2), 16);
                if (low < 0) return Optional.empty();
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * The form text of these parameters with a length of {@code length} bytes, in the first of {@code charsets} and the first style that give this length.
     */
    static Optional<byte[]> write(Map<String, List<String>> parameters, Collection<Charset> charsets, long length) {
        for (Charset charset : charsets) {
            for (Style style : Style.values()) {
                Optional<String> text = write(parameters, charset, style);
                if (text.isPresent() && text.get().length() == length) return Optional.of(text.get().getBytes(US_ASCII));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> write(Map<String, List<String>> parameters, Charset charset, Style style) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            for (String value : parameter.getValue()) {
                if (!text.isEmpty()) text.append('&');
                if (!encode(parameter.getKey(), charset, style, text) || !encode(value, charset, style, text.append('='))) return Optional.empty();
            }
        }
        return Optional.of(text.toString());
    }

    /** Appends the encoded text; false if {@code charset} does not have all characters, or if a decoder has inserted a replacement character. */
    private static boolean encode(String plain, Charset charset, Style style, StringBuilder out) {
        if (plain.indexOf('\uFFFD') >= 0) return false;
        String bytes;
        try {
            bytes = ISO_8859_1.decode(charset.newEncoder().encode(CharBuffer.wrap(plain))).toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        for (int i = 0; i < bytes.length(); i++) {
            char b = bytes.charAt(i);
            boolean plainByte = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || style.unescaped.indexOf(b) >= 0;
            if (plainByte) out.append(b);
            else if (b == ' ') out.append(style.space);
            else out.append('%').append(String.format("%02X", (int) b));
        }
        return true;
    }
}
