package io.github.passmatch.diagnose.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.OpenRequest;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates, minutes and quantiles from counters, on a clock of the test; and the list of requests in progress. */
class ActivityTest {

    private static final long START = 60_000L * 1_000_000;
    private static final long MILLI = 1_000_000;

    private final ReasonCounts<StatusClass> requests = new ReasonCounts<>(StatusClass.class, (reason, count) -> { });
    private final ReasonCounts<LeaseVerdict.Reason> leases = new ReasonCounts<>(LeaseVerdict.Reason.class, (reason, count) -> { });
    private final ReasonCounts<ReleaseVerdict.Reason> releases = new ReasonCounts<>(ReleaseVerdict.Reason.class, (reason, count) -> { });
    private final ReasonCounts<UpstreamFailure.Kind> failures = new ReasonCounts<>(UpstreamFailure.Kind.class, (reason, count) -> { });
    private final Activity activity = new Activity(requests, leases, releases, failures);
    private long now = START;

    private void request(StatusClass status, LeaseVerdict.Reason lease, ReleaseVerdict.Reason release, long millis) {
        requests.add(status);
        leases.add(lease);
        releases.add(release);
        activity.took(millis * MILLI);
    }

    private void seconds(int count, Runnable each) {
        for (int i = 0; i < count; i++) {
            each.run();
            now += 1000;
            activity.look(now);
        }
    }

    private void good() {
        request(StatusClass.SUCCESS, LeaseVerdict.Reason.REUSED, ReleaseVerdict.Reason.KEPT, 10);
    }

    private void closing() {
        request(StatusClass.SERVER_ERROR, LeaseVerdict.Reason.POOL_EMPTY, ReleaseVerdict.Reason.UPSTREAM_SAID_CLOSE, 100);
    }

    @Test
    void aRuleWithoutRequestsHasNoFigures() {
        seconds(200, () -> { });
        assertEquals(Optional.empty(), activity.latest(now));
        assertEquals(List.of(), activity.hour(now));
        assertEquals(0, activity.requestsPerSecond());
    }

    @Test
    void ratesAreThoseOfTheLastTenSeconds() {
        seconds(30, this::good);
        seconds(10, () -> IntStream.range(0, 5).forEach(i -> closing()));
        assertEquals(5, activity.requestsPerSecond(), 1e-9);
        assertEquals(5, activity.openedPerSecond(), 1e-9);
        seconds(10, () -> { });
        assertEquals(0, activity.requestsPerSecond(), 1e-9);
    }

    @Test
    void theLatestPeriodIsTheLastOneToTwoMinutesOrElseTheLastMinuteWithARequest() {
        seconds(60, this::good);
        seconds(60, this::closing);
        Period latest = activity.latest(now).orElseThrow();
        assertTrue(latest.requests() >= 60 && latest.requests() <= 120, latest::toString);
        seconds(600, () -> { });
        Period past = activity.latest(now).orElseThrow();
        assertEquals(60, past.troubled(), 2);
        assertEquals(Optional.of(ReleaseVerdict.Reason.UPSTREAM_SAID_CLOSE), past.cause());
        assertEquals(100, past.p99Millis(), 12);
    }

    @Test
    void thePastIsForgottenAfterAnHour() {
        seconds(3 * 3600, this::good);
        List<Period> hour = activity.hour(now);
        assertTrue(hour.size() <= Activity.MINUTES + 1, () -> hour.size() + " minutes");
        assertEquals(60, hour.get(5).requests());
        seconds(3700, () -> { });
        assertEquals(List.of(), activity.hour(now));
        assertEquals(Optional.empty(), activity.latest(now));
    }

    @ParameterizedTest
    @ValueSource(longs = {70_000, 1_000_000, 1_234_567, 9_999_999, 250_000_000, 100_000_000_000L})
    void aQuantileIsExactToAboutATenth(long nanos) {
        Durations durations = new Durations();
        for (int i = 0; i < 99; i++) durations.add(nanos);
        durations.add(nanos * 2);
        assertEquals(nanos / 1e6, durations.counts().quantileMillis(Durations.Counts.NONE, 0.5), nanos / 1e6 * 0.13);
    }

    private record Hanging(long age) implements OpenRequest {

        @Override
        public Rule rule() {
            return null;
        }

        @Override
        public String client() {
            return "127.0.0.1";
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public Phase phase() {
            return Phase.HEAD;
        }
    }

    @Test
    void requestsThatHangStayListedHoweverManyComeLater() {
        OpenRequests open = new OpenRequests();
        List<OpenRequest> hanging = IntStream.range(0, 20).mapToObj(i -> (OpenRequest) new Hanging(1000 + i)).toList();
        hanging.forEach(open::add);
        List<OpenRequest> later = new ArrayList<>();
        for (int i = 0; i < 3 * OpenRequests.SLOTS; i++) later.add(new Hanging(i % 1000));
        later.forEach(open::add);
        assertEquals(IntStream.range(0, 20).mapToLong(i -> 1019 - i).boxed().toList(), open.oldest(20).stream().map(OpenRequests.Seen::ageNanos).toList());
        later.forEach(open::remove);
        assertEquals(20, open.oldest(100).size());
        hanging.forEach(open::remove);
        assertEquals(List.of(), open.oldest(100));
    }
}
