package io.github.passmatch.run.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.TestCertificates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Configurations that only one of {@code java -jar} and a servlet container accepts can be explained, too. */
class ExplainCommandTest {

    @TempDir
    private Path directory;

    private int explain(String lines) throws Exception {
        Path file = Files.writeString(directory.resolve("explained.conf"), lines + "\nProxyPass / http://127.0.0.1:1/\n");
        return new CommandLine(new ExplainCommand()).setOut(new PrintWriter(new StringWriter())).execute("--config", file.toString(), "/x");
    }

    @Test
    void certificatesOfClientsWhichOnlyJavaJarDemands() throws Exception {
        TestCertificates certificates = new TestCertificates(directory);
        assertEquals(0, explain("SSLEngine on\nSSLCertificateFile " + certificates.identity("good", "PRIVATE KEY") + "\nSSLCACertificateFile " + certificates.certificate("ca") + "\nSSLVerifyClient require"));
    }

    @Test
    void tlsWhoseFilesOnlyTheContainerHas() throws Exception {
        assertEquals(0, explain("SSLEngine on\nSSLCertificateFile /nowhere/server.pem"));
    }

    @Test
    void aMistakeIsAMistakeInBoth() throws Exception {
        assertEquals(1, explain("ProxyPass /a htp:/"));
    }
}
