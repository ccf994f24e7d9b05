package io.github.passmatch.rules.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.TestCertificates;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsVariablesTest {

    @TempDir
    private static Path directory;

    private static ClientTls tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        try (InputStream in = Files.newInputStream(new TestCertificates(directory).certificate("client-ec"))) {
            tls = new ClientTls(Optional.empty(), Optional.of("a.test"), Optional.of("TLSv1.3"), Optional.empty(), List.of((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in)));
        }
    }

    @ParameterizedTest
    @CsvSource({"SSL_CLIENT_S_DN_CN, true, client-ec", "ssl_client_s_dn_cn, true, client-ec", "SSL_CLIENT_S_DN_CN_0, true, client-ec", "SSL_CLIENT_S_DN_CN_1, true, ''", "SSL_CLIENT_S_DN_CN_999999999, true, ''",
        "SSL_CLIENT_S_DN_CN_99999999999, false, ''", "SSL_CLIENT_S_DN_X, false, ''", "SSL_CLIENT_S_DN_O, true, ''", "SSL_CLIENT_S_DN, true, CN=client-ec", "SSL_TLS_SNI, true, a.test", "SSL_CIPHER, true, ''"})
    void aVariableHasTheValueOfTheConnection(String name, boolean known, String value) {
        assertEquals(known, TlsVariables.isKnown(name));
        assertEquals(value, TlsVariables.value(name, tls).orElse(""));
    }

    @Test
    void theStandardVariablesAreThoseThatHaveAValue() {
        assertEquals(List.of("SSL_PROTOCOL", "SSL_CIPHER_EXPORT", "SSL_TLS_SNI", "SSL_CLIENT_VERIFY", "SSL_CLIENT_M_VERSION", "SSL_CLIENT_M_SERIAL", "SSL_CLIENT_V_START", "SSL_CLIENT_V_END", "SSL_CLIENT_S_DN",
                "SSL_CLIENT_I_DN", "SSL_CLIENT_S_DN_CN", "SSL_CLIENT_I_DN_CN"), List.copyOf(TlsVariables.standard(tls).keySet()));
    }
}
