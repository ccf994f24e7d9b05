package io.github.passmatch.run.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.run.server.StandaloneServer;
import io.github.passmatch.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ready} reads the configuration as {@code serve} does, and speaks TLS if the server does. */
@Timeout(60)
class ReadyCommandTest {

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSLEngine on", "SSLEngine on\nSSLCACertificateFile CA\nSSLVerifyClient optional", "SSLEngine on\nSSLStrictSNIVHostCheck on"})
    void theServerIsReadyHoweverItSpeaks(String lines) throws Exception {
        String own = "SSLCertificateFile " + certificates.identity("wrong-host", "EC PRIVATE KEY") + "\n" + lines.replace("CA\n", certificates.certificate("ca") + "\n");
        Path file = Files.writeString(directory.resolve("ready.conf"), own + "\nProxyPass / http://127.0.0.1:1/\n");
        ConfigOrigin origin = ConfigOrigin.standaloneFile(file);
        StandaloneServer server = new StandaloneServer(origin.read(), origin, List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        server.start();
        int port = server.port();
        try {
            assertEquals(0, ready(file, port));
        } finally {
            server.stop();
        }
        assertEquals(1, ready(file, port));
    }

    private static int ready(Path file, int port) {
        return new CommandLine(new ReadyCommand()).execute("--config", file.toString(), "--port", String.valueOf(port));
    }
}
