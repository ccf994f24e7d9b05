package io.github.passmatch.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.attack.AccessAttacks;
import io.github.passmatch.attack.AccessAttacks.Attack;
import io.github.passmatch.attack.AccessAttacks.Group;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The table of attempts to get around access control, against the httpd of this machine. */
class AccessAttackHttpdTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void needsHttpd() {
        assumeTrue(Httpd.binary().isPresent(), "no apache2 or httpd on this machine");
    }

    @TestFactory
    Stream<DynamicTest> httpdDoesWhatTheTableSays() {
        return AccessAttacks.all().stream().map(group -> DynamicTest.dynamicTest(group.name(), () -> play(group)));
    }

    private void play(Group group) throws Exception {
        String folder = group.name().replaceAll("[^a-z]", "-");
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); Httpd httpd = Httpd.whole(directory.resolve(folder), group.configuration(upstream.authority()))) {
            List<String> expected = new ArrayList<>();
            List<String> found = new ArrayList<>();
            for (Attack attack : group.attacks()) {
                int before = upstream.requests().size();
                RawClient.Answer answer = RawClient.ask(httpd.port(0), attack.request());
                expected.add(attack.name() + ": " + attack.status() + " " + attack.forwarded());
                List<String> forwarded = upstream.requests().subList(before, upstream.requests().size()).stream().map(RawUpstream.Request::target).toList();
                found.add(attack.name() + ": " + (answer == null ? 0 : answer.status()) + " " + forwarded);
            }
            assertEquals(String.join("\n", expected), String.join("\n", found));
        }
    }
}
