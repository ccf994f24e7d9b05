package io.github.passmatch.run.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.config.problem.ConfigSource;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Replaces the text of a configuration file. The file is whole at every moment; its encoding, a byte order mark and its rights stay, and its previous text is kept. */
final class FixedFile {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private FixedFile() { }

    /** @return the file with the previous text */
    static Path write(Path file, String text) throws IOException {
        Path real = file.toRealPath();      // a link stays a link
        if (!Files.isRegularFile(real)) throw new IOException("it is not a regular file");
        byte[] previous = Files.readAllBytes(real);
        boolean marked = previous.length >= BYTE_ORDER_MARK.length && Arrays.equals(previous, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        Charset charset = Arrays.equals(ConfigSource.decode(previous).getBytes(UTF_8), previous) ? UTF_8 : ISO_8859_1;
        Path backup = real.resolveSibling(real.getFileName() + ".bak");
        Files.copy(real, backup, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Path next = real.resolveSibling(real.getFileName() + ".new");
        try {
            Files.copy(real, next, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);    // for the rights
            Files.write(next, ((marked ? "\uFEFF" : "") + text).getBytes(charset));
            Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        return backup;
    }
}
