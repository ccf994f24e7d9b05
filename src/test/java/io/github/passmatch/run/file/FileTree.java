package io.github.passmatch.run.file;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.run.server.StandaloneServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small tree of files as people have them, with what must not be served beside it. */
public final class FileTree {

    private static final byte[] LONG = new byte[200_000];
    /** For a file that was changed in this second, httpd sends a weak ETag. */
    private static final FileTime OLD = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

    private FileTree() { }

    /** Writes the tree below {@code directory}; {@code doc} is the DocumentRoot, {@code other} an Alias, and {@code outside} is neither. */
    public static void write(Path directory) throws IOException {
        for (String name : List.of("doc/dir", "doc/noindex", "doc/secret", "doc/deep/er", "doc/ht", "doc/.git", "other/sub", "outside")) Files.createDirectories(directory.resolve(name));
        Map<String, String> files = Map.ofEntries(Map.entry("doc/index.html", "<p>index"), Map.entry("doc/a.txt", "0123456789"), Map.entry("doc/dir/index.html", "<p>dir"), Map.entry("doc/noindex/n.txt", "n"),
                Map.entry("doc/secret/s.txt", "secret"), Map.entry("doc/secret/index.html", "secret index"), Map.entry("doc/deep/er/d.txt", "deep"), Map.entry("doc/ht/.htaccess", "Require all denied\n"), Map.entry("doc/ht/h.txt", "h"),
                Map.entry("doc/.htpasswd", "user:secret"), Map.entry("doc/.git/config", "git"), Map.entry("doc/sp ace.txt", "space"), Map.entry("doc/q?m.txt", "mark"), Map.entry("doc/per%63ent.txt", "percent"),
                Map.entry("doc/b\\s.txt", "backslash"), Map.entry("doc/plain", "no type"), Map.entry("doc/run.php", "<?php secret"), Map.entry("doc/run.cgi", "#!/bin/sh secret"), Map.entry("doc/data.json", "{}"), Map.entry("doc/error.html", "<p>own error"),
                Map.entry("other/o.txt", "other"), Map.entry("other/sub/index.html", "other index"), Map.entry("outside/o.txt", "secret outside"), Map.entry("other-too.txt", "secret beside"));
        for (Map.Entry<String, String> file : files.entrySet()) Files.writeString(directory.resolve(file.getKey()), file.getValue());
        Files.write(directory.resolve("doc/long.bin"), LONG);
        for (String file : files.keySet()) Files.setLastModifiedTime(directory.resolve(file), OLD);
        Files.setLastModifiedTime(directory.resolve("doc/long.bin"), OLD);
        Files.createSymbolicLink(directory.resolve("doc/link"), Path.of("../outside"));
        Files.createSymbolicLink(directory.resolve("doc/link.txt"), Path.of("../outside/o.txt"));
        Files.createSymbolicLink(directory.resolve("doc/nowhere"), Path.of("../nothing"));
        Files.createSymbolicLink(directory.resolve("doc/loop"), Path.of("loop"));
    }

    /** A running server with these lines, in which {@code {tree}} is the directory of the tree. */
    public static StandaloneServer serve(Path directory, String... lines) throws Exception {
        StandaloneServer server = new StandaloneServer(ConfigReader.readStandalone(source(directory, lines), Map.of()), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        server.start();
        return server;
    }

    static ConfigSource source(Path directory, String... lines) {
        return new ConfigSource("c", String.join("\n", lines).replace("{tree}", directory.toString()) + "\n", directory);
    }

    /** The errors of these lines; empty if they are usable. */
    static List<String> errors(Path directory, String... lines) {
        try {
            ConfigReader.readStandalone(source(directory, lines), Map.of());
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().filter(problem -> problem.severity() == io.github.passmatch.config.problem.Problem.Severity.ERROR).map(problem -> problem.message()).toList();
        }
    }
}
