package io.github.passmatch.rules.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.ProxyUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the whole configuration says about its parts. */
class ProxyConfigTest {

    @TempDir
    private Path directory;

    /** The hash of a password must not be computed on a thread that serves other clients too. */
    @ParameterizedTest
    @CsvSource({"'', false", "Location /a, true", "Location /a; If true, true", "Location /a; If true; If true, true"})
    void aPasswordFileIsFoundInEverySection(String sections, boolean expected) throws Exception {
        Path file = Files.writeString(directory.resolve("users"), "joe:{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk=\n");
        StringBuilder lines = new StringBuilder("ProxyPass /a http://127.0.0.1:1\n");
        String[] names = sections.isEmpty() ? new String[0] : sections.split("; ");
        for (String name : names) lines.append('<').append(name).append(">\n");
        if (names.length > 0) lines.append("AuthUserFile ").append(file).append('\n');
        for (int i = names.length - 1; i >= 0; i--) lines.append("</").append(names[i].split(" ")[0]).append(">\n");
        assertEquals(expected, ProxyUnderTest.read(lines.toString()).config().checksPasswords());
    }

    /** A look-up must not wait on a thread that serves other clients too. */
    @ParameterizedTest
    @CsvSource({"Require host example.org, true", "Require forward-dns example.org, true", "Allow from .example.org, true", "Deny from example.org, true", "Require ip 10, false", "Deny from all, false"})
    void linesWithNamesOfClientsAreFoundInEverySection(String line, boolean expected) throws Exception {
        assertEquals(expected, ProxyUnderTest.read("ProxyPass /a http://127.0.0.1:1\n<Location /a>\n" + line + "\n</Location>\n").config().looksUpNames());
        assertEquals(expected, ProxyUnderTest.read("ProxyPass /a http://127.0.0.1:1\n<Location /a>\n<If true>\n" + line + "\n</If>\n</Location>\n").config().looksUpNames());
        assertEquals(expected, ProxyUnderTest.read("<VirtualHost *:80>\nProxyPass /a http://127.0.0.1:1\n<Proxy *>\n" + line + "\n</Proxy>\n</VirtualHost>\n").config().looksUpNames());
    }
}
