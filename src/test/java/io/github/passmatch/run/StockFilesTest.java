package io.github.passmatch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.run.process.ShutdownHook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code check} of files in the manner of those that httpd, Debian and the Red Hat family install, with a rule added. */
class StockFilesTest {

    private static final Path STOCK = Path.of("src/test/resources/stock");
    private static final Path CERTIFICATES = Path.of("src/test/resources/corpus/certs").toAbsolutePath();
    private static final int MOST_LINES = 18;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            httpd/conf/httpd.conf | 0 | usable, 1 rule, 1 warning
            debian/apache2.conf   | 0 | usable, 1 rule, 2 warnings
            rhel/conf/httpd.conf  | 0 | usable, 1 rule, 2 warnings
            """)
    void eachLineOfTheShortListHelps(String file, int code, String summary) throws IOException {
        copy();
        List<String> lines = check(code, directory.resolve(file).toString());
        assertTrue(lines.size() <= MOST_LINES, () -> String.join("\n", lines));
        assertTrue(lines.get(lines.size() - 1).contains(": " + summary + ", "), lines.get(lines.size() - 1));
        assertTrue(check(code, "--all", directory.resolve(file).toString()).size() > 5 * MOST_LINES, "--all lists the rest");
    }

    @Test
    void withoutTheCertificateTheFileIsNotUsable() throws IOException {
        copy();
        Path ssl = directory.resolve("rhel/conf.d/ssl.conf");
        Files.writeString(ssl, Files.readString(ssl).replace("server.pem", "missing.pem"));
        assertTrue(check(1, directory.resolve("rhel/conf/httpd.conf").toString()).stream().anyMatch(line -> line.contains("missing.pem\" does not exist")));
    }

    private void copy() throws IOException {
        try (Stream<Path> files = Files.walk(STOCK)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = STOCK.relativize(file);
                Path target = directory.resolve(relative);
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace("{root}", directory.resolve(relative.getName(0)).toString())
                        .replace("/etc/pki/tls/certs/localhost.crt", CERTIFICATES + "/server.pem").replace("/etc/pki/tls/private/localhost.key", CERTIFICATES + "/server.key"));
            }
        }
    }

    private static List<String> check(int code, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = Main.commandLine(ShutdownHook.register());
        command.setOut(new PrintWriter(out, true));
        assertEquals(code, command.execute(Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new)), out::toString);
        return out.toString().lines().toList();
    }
}
