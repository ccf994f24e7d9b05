package io.github.passmatch.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate that a tool renews is read again, whether clients or upstreams see it. */
class WatchedCertificatesTest {

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSLCertificateFile", "SSLCertificateKeyFile", "SSLCertificateChainFile", "SSLCACertificateFile", "SSLCACertificatePath", "SSLProxyCACertificateFile", "SSLProxyCACertificatePath",
        "SSLProxyMachineCertificateFile", "SSLProxyMachineCertificatePath", "SSLProxyMachineCertificateChainFile"})
    void aChangeOfTheFileIsNoticed(String directive) throws Exception {
        Path own = Files.createDirectories(directory.resolve(directive)).resolve("own.pem");
        Files.copy(certificates.identity("good", "PRIVATE KEY"), own);
        ConfigOrigin origin = ConfigOrigin.standaloneFile(Files.writeString(directory.resolve(directive + ".conf"), directive + " " + directive + (directive.endsWith("Path") ? "" : "/own.pem") + "\nProxyPass / https://a.test/\n"));
        origin.read();
        assertEquals(Optional.empty(), again(origin));
        Files.copy(certificates.identity("client-rsa", "PRIVATE KEY"), own, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(again(origin).isPresent());
    }

    private static Optional<Reading> again(ConfigOrigin origin) throws Exception {
        Optional<Reading> reading = Optional.empty();
        for (int check = 0; check < 10 && reading.isEmpty(); check++) reading = origin.readIfChanged();
        return reading;
    }
}
