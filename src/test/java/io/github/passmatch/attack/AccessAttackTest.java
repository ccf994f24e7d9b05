package io.github.passmatch.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.attack.AccessAttacks.Attack;
import io.github.passmatch.attack.AccessAttacks.Group;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Attempts to get around access control: where httpd denies, nothing reaches the upstream; where httpd forwards, the same arrives, unless the table says why not. */
class AccessAttackTest {

    @Test
    void theTableIsLarge() {
        assertTrue(AccessAttacks.all().stream().mapToInt(group -> group.attacks().size()).sum() >= 60);
    }

    /** Who is denied by httpd is never forwarded here. */
    @Test
    void noRowLetsMoreThroughThanHttpd() {
        for (Group group : AccessAttacks.all())
            for (Attack attack : group.attacks())
                if (attack.ours() != null && attack.ours().forwarded() != null) assertTrue(attack.forwarded().containsAll(attack.ours().forwarded()), attack::toString);
    }

    @TestFactory
    Stream<DynamicTest> everyAttemptEndsAsInTheTable() {
        return AccessAttacks.all().stream().map(group -> DynamicTest.dynamicTest(group.name(), () -> play(group)));
    }

    private static void play(Group group) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest(group.configuration(upstream.authority()))) {
            List<String> expected = new ArrayList<>();
            List<String> found = new ArrayList<>();
            for (Attack attack : group.attacks()) {
                int before = upstream.requests().size();
                RawClient.Answer answer = RawClient.ask(proxy.port(), attack.request());
                proxy.awaitNothingLeased();
                List<String> forwarded = upstream.requests().subList(before, upstream.requests().size()).stream().map(RawUpstream.Request::target).toList();
                boolean other = attack.ours() != null;
                expected.add(attack.name() + ": " + (other ? attack.ours().status() : attack.status()) + " " + (other && attack.ours().forwarded() != null ? attack.ours().forwarded() : attack.forwarded()));
                found.add(attack.name() + ": " + (answer == null ? 0 : answer.status()) + " " + forwarded);
            }
            assertEquals(String.join("\n", expected), String.join("\n", found));
        }
    }
}
