package io.github.passmatch.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.Tls;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.Target;
import io.github.passmatch.rules.tls.TlsIdentity;
import io.github.passmatch.testing.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the directives for the network path to an upstream: their settings, and the messages about mistakes. */
class UpstreamLinesTest {

    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeFiles() throws Exception {
        TestCertificates certificates = new TestCertificates(directory);
        certificates.certificate("ca");
        certificates.identity("client-rsa", "PRIVATE KEY");
        Files.writeString(directory.resolve("garbage"), "no certificate");
        Files.writeString(directory.resolve("broken.txt"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.writeString(directory.resolve("bad-key"), "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n");
        Files.writeString(directory.resolve("locked"), "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Files.writeString(directory.resolve("locked8"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        String key = Files.readString(directory.resolve("client-rsa-PRIVATE-KEY.pem")).replaceFirst("(?s)-----BEGIN CERT.*", "");
        Files.writeString(directory.resolve("key-of-another"), key + Files.readString(directory.resolve("ca.pem")));
        Files.createDirectory(directory.resolve("empty"));
    }

    private static Reading read(String text) throws ConfigException {
        return ConfigReader.read(new ConfigSource("c", text.replace("\\n", "\n"), directory), Map.of());
    }

    private static ConnectionSettings connections(String lines) throws ConfigException {
        return rule(lines + "\\nProxyPass /a https://h/").destination().orElseThrow().connections();
    }

    private static Rule rule(String lines) throws ConfigException {
        return read(lines).config().rules().get(0);
    }

    private static String said(String text) {
        try {
            return read(text).problems().stream().map(UpstreamLinesTest::show).collect(joining(" ;; "));
        } catch (ConfigException e) {
            return e.problems().stream().map(UpstreamLinesTest::show).collect(joining(" ;; "));
        }
    }

    private static String show(Problem problem) {
        return problem.severity().name().charAt(0) + "@" + problem.place().line() + ":" + problem.place().column() + " " + problem.message() + (problem.hint().isEmpty() ? "" : " -> " + problem.hint());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '^', quoteCharacter = '`', textBlock = """
            SSLProxyEngine maybe                            ^ E@1:16 SSLProxyEngine takes on or off, not "maybe"
            SSLProxyVerify never                            ^ E@1:16 SSLProxyVerify takes none, optional, require, optional_no_ca, not "never"
            SSLProxyVerify none                             ^ W@1:16 https upstreams are NOT authenticated: an attacker in the network can read and change everything -> name the CA that signed their certificate with SSLProxyCACertificateFile, and remove this line
            SSLProxyVerifyDepth -1                          ^ E@1:21 SSLProxyVerifyDepth takes a whole number from 0 up, not "-1"
            SSLProxyCheckPeerName                           ^ E@1:22 SSLProxyCheckPeerName takes one argument
            SSLProxyCACertificateFile none.pem              ^ E@1:27 "none.pem" does not exist or is not a file -> looked for at {dir}/none.pem
            SSLProxyCACertificateFile garbage               ^ E@1:27 "garbage" is not a PEM file -> expected is -----BEGIN CERTIFICATE-----
            SSLProxyCACertificatePath none                  ^ E@1:27 "none" does not exist or is not a directory -> looked for at {dir}/none
            SSLProxyCACertificatePath empty                 ^ E@1:27 "empty" contains no certificate files -> names of certificate files end with .pem, .crt or .cer, or are OpenSSL's hash links
            SSLProxyMachineCertificateFile ca.pem           ^ E@1:32 "ca.pem" contains no private key -> put the certificate and the key into one file, one after the other
            SSLProxyMachineCertificateFile key-of-another   ^ E@1:32 "key-of-another" contains a private key without the certificate -> put the certificate and the key into one file, one after the other
            SSLProxyMachineCertificateFile locked           ^ E@1:32 "locked" contains an encrypted key -> nobody could type its password at a reload; decrypt the key with openssl pkey -in key.pem -out plain.pem
            SSLProxyMachineCertificateFile locked8          ^ E@1:32 "locked8" contains an encrypted key -> nobody could type its password at a reload; decrypt the key with openssl pkey -in key.pem -out plain.pem
            SSLProxyProtocol                                ^ E@1:17 SSLProxyProtocol takes protocols -> write SSLProxyProtocol all -TLSv1.2
            SSLProxyProtocol TLS1.2                         ^ E@1:18 SSLProxyProtocol takes all, SSLv3, TLSv1, TLSv1.1, TLSv1.2, TLSv1.3, each with + or - before it, not "TLS1.2" -> did you mean "TLSv1.2"?
            SSLProxyProtocol SSLv3                          ^ E@1:18 this JVM supports none of the remaining protocols (SSLv3) -> the JVM supports TLSv1.3, TLSv1.2; jdk.tls.disabledAlgorithms in its java.security decides
            SSLProxyProtocol TLSv1.2 TLSv1.3                ^ W@1:26 "TLSv1.3" replaces the protocols before it, as in httpd -> write +TLSv1.3 to add it
            SSLProxyCipherSuite                             ^ E@1:20 SSLProxyCipherSuite takes a list of cipher suites, and before it a protocol -> write SSLProxyCipherSuite TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES256-GCM-SHA384
            SSLProxyCipherSuite ECDHE-RSA-AES128-GCM-SHA257 ^ E@1:21 no cipher suite of this JVM is called "ECDHE-RSA-AES128-GCM-SHA257" -> did you mean "ECDHE-RSA-AES128-GCM-SHA256"?
            SSLProxyCipherSuite ECDHE+AESGCN                ^ E@1:21 no cipher suite of this JVM is called "ECDHE+AESGCN" -> write the names of suites, by JSSE or OpenSSL, or OpenSSL's groups such as HIGH or ECDHE+AESGCM
            SSLProxyCipherSuite TLSv1.2 HIGH                ^ E@1:21 the protocol of a cipher list is SSL (all before TLS 1.3) or TLSv1.3, not "TLSv1.2"
            SSLProxyCipherSuite !aNULL                      ^ E@1:21 no cipher suite is left -> name one of the JVM's, or HIGH for all of them
            ProxyPass /a unix:/s                            ^ E@1:14 the URL must be absolute: unix:/s -> write unix:/path/of/socket|http://host/path
            ProxyPass /a unix:/s|http                       ^ E@1:22 an invalid unix: URL: unix:/s|http -> http:// or https:// must follow the |
            ProxyPass /a unix:/s|fcgi://localhost/          ^ E@1:22 fcgi:// (FastCGI) is valid in httpd, and not supported here: unix:/s|fcgi://localhost/ -> let the application speak HTTP, and write http:// or https://
            ProxyPass /a ajp://h:8009/                      ^ E@1:14 ajp:// (AJP) is valid in httpd, and not supported here: ajp://h:8009/ -> write http:// with the HTTP connector of the upstream
            ProxyPass /a unix:s|http:                       ^ E@1:19 the path of the unix socket must begin with a slash: unix:s|http: -> httpd looks for it in its DefaultRuntimeDir; write the whole path
            ProxyPass /a unix:|http://h/                    ^ E@1:19 the path of the unix socket must begin with a slash: unix:|http://h/ -> httpd looks for it in its DefaultRuntimeDir; write the whole path
            ProxyPass /a unix:/s|http://h:0/                ^ E@1:31 the port must be a number from 1 to 65535, was "0": unix:/s|http://h:0/
            ProxyPassMatch /(.) unix:/s$1|http://h/         ^ E@1:28 a back-reference cannot choose the unix socket: unix:/s$1|http://h/ -> write one rule for each socket
            ProxySourceAddress h.example                    ^ E@1:20 ProxySourceAddress takes an address of this host, not "h.example"
            ProxyRemote *                                   ^ E@1:14 ProxyRemote takes a scheme, a URL or *, and http://proxy:port, and user:password if the proxy requires them
            ProxyRemote * https://p/                        ^ E@1:15 a remote proxy needs an http:// URL, not "https://p/" -> write http://proxy:port
            ProxyRemote * p:80                              ^ E@1:15 the URL must be absolute: p:80 -> write http://proxy:port
            ProxyRemoteMatch ( http://p/                    ^ E@1:19 the regular expression cannot be compiled: Unclosed group
            NoProxy 10.0.0.0/33                             ^ E@1:9 "10.0.0.0/33" is not a network -> write 10.0.0.0/8
            NoProxy                                         ^ E@1:8 NoProxy takes hosts, addresses, networks and .domains
            ProxyBlock                                      ^ E@1:11 ProxyBlock takes words, hosts or *
            ProxyBadHeader Ignored                          ^ E@1:16 ProxyBadHeader takes IsError, Ignore, StartBody, not "Ignored" -> did you mean "Ignore"?
            Proxy100Continue x                              ^ E@1:18 Proxy100Continue takes on or off, not "x"
            ProxyPass /a http://h/x ping=1m                 ^ E@1:30 ping takes a time such as 500ms, 5s, 2min or 1h (a bare number is in s), not "1m" -> "m" could be minutes or milliseconds: write min or ms
            SetEnv proxy-interim-response Both              ^ W@1:31 proxy-interim-response is RFC or Suppress; "Both" counts as Suppress, as in httpd
            """)
    void mistakeIsReportedWithPlaceAndHint(String text, String expected) {
        assertEquals(expected.replace("{dir}", directory.toString()), said(text));
    }

    @Test
    void aMemberIsReviewedAsARule() {
        String members = "BalancerMember balancer://c URL\nProxyPass / balancer://c/\nSSLProxyEngine On";
        assertEquals(said("ProxyPass / wss://a/\nSSLProxyEngine On").replaceFirst("^W@1:13 ", "W@1:29 "), said(members.replace("URL", "wss://a/")));
        assertTrue(said(members.replace("URL", "wss://a/")).startsWith("W@1:29 httpd would trust any certificate without SSLProxyVerify"), () -> said(members.replace("URL", "wss://a/")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '^', textBlock = """
            ProxyPass /a unix:/s|wss://h/                                                ^ 1:14
            ProxyPass /a unix:/s|https://h/ upgrade=foo                                  ^ 1:14
            ProxyPass /a unix:/s|https://h/\\nProxySet unix:/s|https://h/ upgrade=foo    ^ 1:14
            BalancerMember balancer://c unix:/s|wss://h/\\nProxyPass / balancer://c/     ^ 1:29
            """)
    void anUpgradeOverTlsOnAUnixSocketIsAnErrorWhereverItIsAllowed(String text, String place) {
        assertTrue(said(text).contains("E@" + place + " an upgrade to an upstream over TLS on a Unix socket is not supported -> write ws:// or http:// in the URL"), () -> said(text));
    }

    @ParameterizedTest
    @CsvSource({"SSLProxyCACertificateFile broken.txt", "SSLProxyMachineCertificateFile bad-key", "SSLProxyCACertificateFile \"a\u0000b\""})
    void fileWithOtherContentsIsAnError(String line) {
        assertTrue(said(line).startsWith("E@1:"), () -> said(line));
    }

    @Test
    void fileNamesAreRelativeToTheConfiguration() throws ConfigException {
        Tls tls = connections("SSLProxyCACertificateFile ca.pem\\nSSLProxyMachineCertificateFile client-rsa-PRIVATE-KEY.pem").tls();
        assertEquals("CN=ca", tls.authorities().get(0).getSubjectX500Principal().getName());
        assertEquals(List.of("CN=client-rsa", "CN=ca"), tls.identities().get(0).chain().stream().map(certificate -> certificate.getSubjectX500Principal().getName()).toList());
        assertTrue(!tls.toString().contains("Private"), "keys are not printed");
    }

    @Test
    void chainMayBeInASeparateFile() throws Exception {
        Path alone = Files.createDirectories(directory.resolve("identities")).resolve("client.pem");
        Files.writeString(alone, Files.readString(directory.resolve("client-rsa-PRIVATE-KEY.pem")).replaceFirst("(?s)(-----END CERTIFICATE-----).*", "$1"));
        for (String lines : List.of("SSLProxyMachineCertificateFile identities/client.pem\\nSSLProxyMachineCertificateChainFile ca.pem",
                "SSLProxyMachineCertificateChainFile ca.pem\\nSSLProxyMachineCertificatePath identities")) {
            List<TlsIdentity> identities = connections(lines).tls().identities();
            assertEquals(List.of("CN=client-rsa", "CN=ca"), identities.get(0).chain().stream().map(certificate -> certificate.getSubjectX500Principal().getName()).toList());
        }
    }

    @Test
    void certificatesAreVerifiedByDefault() throws ConfigException {
        assertEquals(Tls.DEFAULT, connections("").tls());
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = ';', textBlock = """
            unix:/s|http://App:81/x       ; unix:/s|http://app:81     ; app:81
            unix:/s|https:                ; unix:/s|https://localhost ; localhost
            UNIX:/a b|HTTPS://            ; unix:/a b|https://localhost ; localhost
            unix:/s|http://h|x/           ; -                         ; -
            """)
    void socketIsPartOfTheAuthority(String url, String shown, String host) throws ConfigException {
        if (shown.equals("-")) {
            assertTrue(said("ProxyPass /a " + url).startsWith("E@1:"), () -> said("ProxyPass /a " + url));
            return;
        }
        Target target = rule("ProxyPass /a \"" + url + "\"").destination().orElseThrow().target();
        Authority authority = target.authority().orElseThrow();
        assertEquals(List.of(shown, host), List.of(authority.toString(), authority.hostField()));
        assertEquals(target.socket(), authority.socket());
    }

    @Test
    void virtualHostAndProxySectionOverrideTlsOfTheMainServer() throws ConfigException {
        var rules = ConfigReader.read(new ConfigSource("c", """
                SSLProxyCheckPeerExpire Off
                ProxyPass /main https://up/main
                <VirtualHost *:80>
                  SSLProxyVerifyDepth 2
                  ProxyPass /host https://up/host
                  ProxyPass /section https://up/section
                  <Proxy https://up/section>
                    SSLProxyCheckPeerExpire On
                  </Proxy>
                </VirtualHost>
                """), Map.of()).config().rules();
        List<Tls> tls = rules.stream().map(rule -> rule.destination().orElseThrow().connections().tls()).toList();
        assertEquals(List.of(false, false, true), tls.stream().map(Tls::checkExpiry).toList());
        assertEquals(List.of(OptionalInt.empty(), OptionalInt.of(2), OptionalInt.of(2)), tls.stream().map(Tls::depth).toList());
    }

    @Test
    void anyKeyFileIsReadOrReported() throws Exception {
        Random random = new Random(20261124);
        byte[] good = Files.readAllBytes(directory.resolve("client-rsa-PRIVATE-KEY.pem"));
        Path file = directory.resolve("random");
        for (int i = 0; i < 300; i++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
            if (i % 3 == 0) bytes = new String(bytes, ISO_8859_1).replace("PRIVATE", i % 2 == 0 ? "EC PRIVATE" : "RSA PRIVATE").getBytes(ISO_8859_1);
            Files.write(file, bytes);
            String text = said("SSLProxyMachineCertificateFile random");
            assertTrue(text.isEmpty() || text.startsWith("E@1:32"), text);
        }
    }
}
