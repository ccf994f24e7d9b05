package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.ProxyUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code passmatch_rule_info}: the names of rules among the metrics. */
@Timeout(60)
class RuleNamesTest {

    private static List<String> names(ProxyUnderTest proxy) {
        return proxy.telemetry().prometheus().orElseThrow().lines().filter(line -> line.startsWith("passmatch_rule_info{")).map(line -> line.replaceFirst("line=\"[^\"]*:", "line=\"")).sorted().toList();
    }

    @Test
    void aNameStaysWhenLinesAreMovedAndTargetsChange(@TempDir Path folder) throws Exception {
        String host = "<VirtualHost *>\nServerName a.test\nProxyPass /a http://127.0.0.1:1/x\n<Location /in>\nProxyPass http://127.0.0.1:2/\n</Location>\n</VirtualHost>\n";
        Path file = Files.writeString(folder.resolve("proxy.conf"), "ProxyPass /a http://127.0.0.1:3/\n" + host + "ProxyPass /a http://127.0.0.1:4/\nProxyPass /b balancer://b\nBalancerMember balancer://b http://127.0.0.1:5\n");
        try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
            assertEquals(List.of("passmatch_rule_info{id=\"BalancerMember http://127.0.0.1:5\",line=\"11\",rule=\"6\"} 1", "passmatch_rule_info{id=\"a.test ProxyPass /a\",line=\"4\",rule=\"2\"} 1",
                    "passmatch_rule_info{id=\"a.test ProxyPass /in\",line=\"6\",rule=\"3\"} 1", "passmatch_rule_info{id=\"main ProxyPass /a #2\",line=\"9\",rule=\"4\"} 1",
                    "passmatch_rule_info{id=\"main ProxyPass /a\",line=\"1\",rule=\"1\"} 1", "passmatch_rule_info{id=\"main ProxyPass /b\",line=\"10\",rule=\"5\"} 1"), names(proxy));
            Files.writeString(file, "# moved\nProxyPass /first http://127.0.0.1:9/\n" + host.replace("127.0.0.1:1/x", "127.0.0.1:6/y"));
            proxy.reload();
            assertEquals(List.of("passmatch_rule_info{id=\"a.test ProxyPass /a\",line=\"5\",rule=\"2\"} 1", "passmatch_rule_info{id=\"a.test ProxyPass /in\",line=\"7\",rule=\"3\"} 1",
                    "passmatch_rule_info{id=\"main ProxyPass /first\",line=\"2\",rule=\"1\"} 1"), names(proxy));
        }
    }
}
