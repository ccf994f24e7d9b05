package io.github.passmatch.config.problem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds the text of a configuration and its name for messages.
 *
 * @param name      the name which the user gave
 * @param text      lines ended by LF or CRLF
 * @param directory the directory for relative file names in the text
 */
public record ConfigSource(String name, String text, Path directory) {

    /** Removes a byte order mark at the beginning, as Windows Notepad writes it. */
    public ConfigSource {
        if (text.startsWith("\uFEFF")) text = text.substring(1);
    }

    /** Text that does not come from a file: relative file names refer to the working directory. */
    public ConfigSource(String name, String text) {
        this(name, text, Path.of(""));
    }

    /** Reads a file: UTF-8, or ISO-8859-1 if it is not valid UTF-8 (old comments often are not). */
    public static ConfigSource file(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        return new ConfigSource(file.toString(), decode(Files.readAllBytes(file)), directory);
    }

    /** Whether the last line has a line end, as editors and tools write it. */
    public boolean isFinished() {
        return text.isEmpty() || text.endsWith("\n");
    }

    /** Decodes {@code bytes} as UTF-8, or ISO-8859-1 if they are not valid UTF-8. */
    public static String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, ISO_8859_1);
        }
    }
}
