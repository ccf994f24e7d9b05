package io.github.passmatch.config.problem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Configuration text and what to call it in messages.
 *
 * @param name      as the user gave it
 * @param text      lines ended by LF or CRLF
 * @param directory where relative file names in it begin
 */
public record ConfigSource(String name, String text, Path directory) {

    /** A byte order mark at the beginning, as Windows Notepad writes it, is no part of the text. */
    public ConfigSource {
        if (text.startsWith("\uFEFF")) text = text.substring(1);
    }

    /** Text that is not in a file: relative file names in it begin in the working directory. */
    public ConfigSource(String name, String text) {
        this(name, text, Path.of(""));
    }

    /** Reads a file: UTF-8, or ISO-8859-1 if it is not valid UTF-8 (old comments often are not). */
    public static ConfigSource file(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        return new ConfigSource(file.toString(), decode(Files.readAllBytes(file)), directory);
    }

    /** Whether the last line has its end, as editors and tools leave it. */
    public boolean isFinished() {
        return text.isEmpty() || text.endsWith("\n");
    }

    /** The text that {@code bytes} spell: UTF-8, or ISO-8859-1 if they are not valid UTF-8. */
    public static String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, ISO_8859_1);
        }
    }
}
