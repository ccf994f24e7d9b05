package io.github.passmatch.diagnose.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.passmatch.rules.log.LogDestination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of lines that a file does not take. */
class FileSinkTest {

    private static void write(FileSink sink, String... lines) throws IOException {
        for (String line : lines) sink.write(line, false);
    }

    @Test
    void eachLineIsCountedThatAFullDiskDoesNotTake() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "needs /dev/full");
        FileSink sink = new FileSink(new LogDestination.File(full));
        sink.open();
        write(sink, "a", "b", "c");
        assertEquals(3, assertThrows(LostLines.class, sink::flush).count());
        sink.flush();
        write(sink, "d");
        assertEquals(1, assertThrows(LostLines.class, sink::flush).count());
    }

    @Test
    void linesForAFileThatCannotBeOpenedAreNotKeptWithoutLimit(@TempDir Path folder) throws IOException {
        Path directory = folder.resolve("logs");
        FileSink sink = new FileSink(new LogDestination.File(directory.resolve("access")));
        write(sink, "a", "b");
        assertEquals(2, assertThrows(LostLines.class, sink::flush).count());
        Files.createDirectory(directory);
        write(sink, "c");
        sink.flush();
        assertEquals(List.of("c"), Files.readAllLines(directory.resolve("access")));
    }
}
