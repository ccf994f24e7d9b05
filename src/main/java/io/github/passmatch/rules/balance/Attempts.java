package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.balance.StickySession.Session;
import io.github.passmatch.rules.connection.WorkerFlag;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * The attempts of one request: chooses a member, learns what became of the request, and chooses again if this is allowed. Belongs to one request; not safe for concurrent use. To be closed
 * when the last byte was exchanged, also of a tunnel.
 */
public final class Attempts implements AutoCloseable {

    /** How often a waiting request looks for a usable member during the {@code timeout} of the balancer, as in httpd. */
    private static final int LOOKS = 100;

    private final Balancing balancing;
    private final Optional<Session> session;
    private Set<Standing> tried = Set.of();
    private Standing current;
    private boolean trial;
    private boolean repeats;
    private boolean stops;
    private boolean closed;
    private int further;

    Attempts(Balancing balancing, Optional<Session> session) {
        this.balancing = balancing;
        this.session = session;
        balancing.state().began();
    }

    /** Chooses the member for the first attempt, or for the next one after {@link #mayRepeat}. If none is chosen, the response is 503. */
    public Choice next(long now) {
        leave();
        Lock lock = balancing.state().lock();
        lock.lock();
        try {
            Choice choice = balancing.choose(session, tried, now, true);
            current = choice.chosen().orElse(null);
            trial = current != null && current.state().beginTrial(current.member(), now);
            return choice;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The attempt ended before any byte of the request was sent. The member is in error, unless it ignores errors.
     *
     * @return the error, for the log; empty: the member is not in error
     */
    public Optional<MemberError> failed(ErrorCause cause, String detail, long now) {
        stops = current.has(WorkerFlag.IGNORE_ERRORS);
        return fail(cause, detail, now);
    }

    /** The attempt ended without an error of the member, for example because all its connections are in use: the request does not try the member again. */
    public void exclude() {
        if (tried.isEmpty()) tried = new HashSet<>();
        tried.add(current);
    }

    /**
     * A response has begun. Its status may put the member in error for later requests.
     *
     * @return the error, for the log; empty: the member is not in error
     */
    public Optional<MemberError> answered(int status, long now) {
        if (isFailure(status)) return fail(ErrorCause.STATUS, String.valueOf(status), now);
        current.state().succeeded(trial);
        trial = false;
        return Optional.empty();
    }

    /** No response within {@code timeout}; with {@code failontimeout=on} the member is in error for later requests. */
    public Optional<MemberError> timedOut(long now) {
        return balancing.balancer().settings().ejection().onTimeout() ? fail(ErrorCause.TIMEOUT, "", now) : Optional.empty();
    }

    /**
     * The request was sent, and there is no response that can be passed on. As in httpd, the status of the proxy's own response counts for {@code failonstatus}.
     *
     * @return the error, for the log; empty: the member is not in error
     */
    public Optional<MemberError> broke(int status, long now) {
        return isFailure(status) ? fail(ErrorCause.STATUS, String.valueOf(status), now) : Optional.empty();
    }

    private boolean isFailure(int status) {
        return balancing.balancer().settings().ejection().statuses().contains(status);
    }

    /** An error ends the trial at once: at the end of this request, another one may already try the member. */
    private Optional<MemberError> fail(ErrorCause cause, String detail, long now) {
        Optional<MemberError> error = balancing.fail(current, cause, detail, now);
        if (error.isPresent()) trial = false;
        return error;
    }

    /** Bytes that were exchanged with the member since the last call: request heads and bodies; status lines and response bodies. */
    public void transferred(long sent, long read) {
        balancing.state().countBytes(current.state(), sent, read);
    }

    /**
     * Whether another attempt is allowed now, by {@code maxattempts}, {@code retrybudget} and {@code status=+I}; if so, it counts. Whether the request can be sent again is the question of the caller.
     */
    public boolean mayRepeat() {
        Failover failover = balancing.balancer().settings().failover();
        if (stops || further >= failover.furtherAttempts(balancing.balancer().members().size())) return false;
        if (!repeats && failover.budget().isPresent()) {
            if (!balancing.state().repeats(failover.budget().getAsInt())) return false;
            repeats = true;
        }
        further++;
        return true;
    }

    /**
     * When a request for which no member was chosen has to look again, by {@code timeout} of the balancer.
     *
     * @param since when the request looked first, in milliseconds since 1970
     * @return empty if its time is over
     */
    public OptionalLong looksAgain(long since, long now) {
        long wait = balancing.balancer().settings().failover().patience().toMillis();
        long next = now + Math.max(1, wait / LOOKS);
        return wait == 0 || next > since + wait ? OptionalLong.empty() : OptionalLong.of(next);
    }

    private void leave() {
        if (current == null) return;
        balancing.state().countBusy(current.state(), -1);
        if (trial) current.state().endTrial();
        trial = false;
        current = null;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        leave();
        balancing.state().ended(repeats);
    }
}
