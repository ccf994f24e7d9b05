package io.github.passmatch.config.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.rules.connection.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a cipher string gives the same suites in the same order as OpenSSL, limited to the suites of this JVM. */
class CipherChoiceTest {

    private static Reading read(String specification) throws ConfigException {
        return ConfigReader.read(new ConfigSource("c", "SSLProxyCipherSuite \"" + specification + "\"\nSSLProxyEngine On\nSSLProxyVerify require\nProxyPass /a https://127.0.0.1:1/x\n"), Map.of());
    }

    private static List<String> chosen(String specification) throws ConfigException {
        Tls tls = read(specification).config().rules().get(0).destination().orElseThrow().connections().tls();
        return tls.cipherSuites();
    }

    static Stream<Arguments> rows() throws IOException {
        try (InputStream in = CipherChoiceTest.class.getResourceAsStream("/ciphers.tsv")) {
            List<String> lines = new String(in.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
            return lines.stream().map(line -> Arguments.of((Object[]) line.split("\t", -1)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void cipherStringSelectsTheSuitesOfOpenSsl(String specification, String names) throws Exception {
        List<String> offered = List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        List<String> expected = Arrays.stream(names.split(" ")).filter(offered::contains).toList();
        if (expected.isEmpty()) {
            assertThrows(ConfigException.class, () -> chosen(specification));
        } else {
            assertEquals(expected, chosen(specification).stream().filter(suite -> suite.contains("_WITH_") && !suite.contains("_DSS_")).toList());
            assertTrue(chosen(specification).contains("TLS_AES_256_GCM_SHA384"), "the suites of TLS 1.3 stay");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECDHE+AESGCN", "HIHG", "!aNULL", "RC4", "ECDHE-RSA-AES128-GCM-SHA257", "HIGH:@STRENGHT", "HIGH:!HIGH", "DEFAULT@SECLEVEL=9", "RC4-MD5"})
    void emptyOrMisspeltCipherListIsAnError(String specification) {
        assertThrows(ConfigException.class, () -> read(specification));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROFILE=SYSTEM"})
    void systemProfileIsTheDefaultOfTheJvm(String specification) throws Exception {
        assertEquals(List.of(), chosen(specification));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEFAULT@SECLEVEL=3", "HIGH:@SECLEVEL=3"})
    void securityLevelThreeRequiresForwardSecrecy(String specification) throws Exception {
        assertTrue(chosen(specification).stream().noneMatch(suite -> suite.startsWith("TLS_RSA_")));
        assertTrue(chosen(specification).stream().anyMatch(suite -> suite.contains("_AES_128_GCM")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HIGH:ECDHE-RSA-ARIA256-GCM-SHA384", "HIGH:DHE-RSA-CAMELLIA256-SHA"})
    void missingSuiteIsANoteIfOtherSuitesRemain(String specification) throws Exception {
        assertEquals(List.of(Finding.NOT_IN_FORCE), read(specification).problems().stream().map(Problem::finding).toList());
    }
}
