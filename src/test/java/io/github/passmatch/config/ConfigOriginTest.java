package io.github.passmatch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.text.FileSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a configuration that is written while it is read. */
class ConfigOriginTest {

    @TempDir
    private Path directory;
    private Path file;
    private int readings;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("proxy.conf");
    }

    /** Changes the file after each of the first readings. */
    private ConfigOrigin changing(int times) {
        return ConfigOrigin.file(file, () -> {
            ConfigSource source = ConfigSource.file(file);
            if (readings++ < times) Files.writeString(file, "ProxyPass /a http://127.0.0.1:1/" + "x".repeat(readings) + "\n");
            return source;
        });
    }

    @Test
    void fileThatChangesDuringReadingIsReadAgain() throws Exception {
        Files.writeString(file, "");
        assertEquals("http://127.0.0.1:1/xx", changing(2).read().config().rules().get(0).destination().orElseThrow().target().text());
        assertEquals(3, readings);
    }

    @Test
    void fileThatAlwaysChangesIsNotRead() throws Exception {
        Files.writeString(file, "");
        IOException refusal = assertThrows(IOException.class, () -> changing(Integer.MAX_VALUE).read());
        assertTrue(refusal.getMessage().contains("keep changing"), refusal.getMessage());
    }

    @Test
    void remainingMistakeIsReportedOnceForEachChange() throws Exception {
        Files.writeString(file, "ProxyPass /a http://127.0.0.1:1/\n");
        ConfigOrigin origin = ConfigOrigin.file(file);
        origin.read();
        Files.writeString(file, "ProxyPas /a http://127.0.0.1:1/\n# longer\n");
        for (int look = 0; look < ConfigOrigin.UNCHANGED_CHECKS; look++) assertTrue(origin.readIfChanged().isEmpty());
        assertThrows(ConfigException.class, origin::readIfChanged);
        for (int look = 0; look < 10; look++) assertTrue(origin.readIfChanged().isEmpty());
    }

    @Test
    void otherFilesOfADirectoryAreIgnored() throws Exception {
        Path parts = Files.createDirectory(directory.resolve("parts"));
        Files.writeString(parts.resolve("a.conf"), "ProxyPass /a http://127.0.0.1:1/\n");
        Files.writeString(file, "Include parts/*.conf\n");
        ConfigOrigin origin = ConfigOrigin.file(file);
        origin.read();
        for (int look = 0; look < 10; look++) {
            Files.writeString(parts.resolve(".a.conf.swp" + look), "");
            assertTrue(origin.readIfChanged().isEmpty());
        }
    }

    @Test
    void linksToDirectoriesAreFollowedExceptLoops() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path part = Files.writeString(real.resolve("a.conf"), "");
        Files.createSymbolicLink(real.resolve("again"), Path.of("."));
        Path link = Files.createSymbolicLink(directory.resolve("enabled"), Path.of("real"));
        assertEquals(List.of(link.resolve("a.conf")), new FileSearch(directory, "enabled").files());
        assertEquals(List.of(link.resolve("a.conf")), new FileSearch(directory, "enabled/*.conf").files());
        assertEquals(List.of(part), new FileSearch(directory, "real").files());
    }
}
