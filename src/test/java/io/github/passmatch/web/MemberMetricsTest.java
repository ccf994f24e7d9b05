package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code passmatch_member_usable} and {@code passmatch_balancer_members}: the states of members among the metrics. */
@Timeout(60)
class MemberMetricsTest {

    /** The members and the states that at least one member has, each with its value. */
    private static List<String> members(ProxyUnderTest proxy) {
        return proxy.telemetry().prometheus().orElseThrow().lines().filter(line -> line.startsWith("passmatch_member_usable{") || line.startsWith("passmatch_balancer_members{") && !line.endsWith(" 0.0"))
                .map(line -> line.replaceFirst("^passmatch_", "").replaceAll(",?(line|rule)=\"[^\"]*\"", "").replaceAll("http://127.0.0.1:[0-9]{2,}", "live")).sorted().toList();
    }

    @Test
    void aMemberInErrorIsNotUsableUntilAnotherConfigurationHasOtherMembers(@TempDir Path folder) throws Exception {
        try (RawUpstream live = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false)) {
            String member = "BalancerMember balancer://c http://" + live.authority();
            Path file = Files.writeString(folder.resolve("proxy.conf"), "ProxyPass / balancer://c/\nBalancerMember balancer://c http://127.0.0.1:1\n" + member + "\n" + member + "/2 status=+N\n" + member + "/3 status=+D\n");
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                assertEquals(List.of("balancer_members{balancer=\"c\",state=\"disabled\"} 1.0", "balancer_members{balancer=\"c\",state=\"draining\"} 1.0", "balancer_members{balancer=\"c\",state=\"usable\"} 2.0",
                        "member_usable{balancer=\"c\",member=\"http://127.0.0.1:1\"} 1.0", "member_usable{balancer=\"c\",member=\"live\"} 1.0",
                        "member_usable{balancer=\"c\",member=\"live/2\"} 1.0", "member_usable{balancer=\"c\",member=\"live/3\"} 0.0"), members(proxy));
                assertEquals(200, proxy.get("/x").status());
                assertEquals(List.of("balancer_members{balancer=\"c\",state=\"disabled\"} 1.0", "balancer_members{balancer=\"c\",state=\"draining\"} 1.0",
                        "balancer_members{balancer=\"c\",state=\"in-error\"} 1.0", "balancer_members{balancer=\"c\",state=\"usable\"} 1.0", "member_usable{balancer=\"c\",member=\"http://127.0.0.1:1\"} 0.0"), members(proxy).subList(0, 5));
                Files.writeString(file, "ProxyPass / balancer://d/\n" + member.replace("//c", "//d") + "\n");
                proxy.reload();
                assertEquals(List.of("balancer_members{balancer=\"d\",state=\"usable\"} 1.0", "member_usable{balancer=\"d\",member=\"live\"} 1.0"), members(proxy));
                Files.writeString(file, "ProxyPass / http://" + live.authority() + "/\n");
                proxy.reload();
                assertEquals(List.of(), members(proxy));
            }
        }
    }
}
