package io.github.passmatch.forward.member;

import io.github.passmatch.rules.balance.Attempts;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.balance.ErrorCause;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.balance.MemberError;
import io.github.passmatch.rules.balance.Skip;
import io.github.passmatch.rules.connection.Upgrades;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.ExchangeRecord;
import io.github.passmatch.upstream.Pause;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.Upstreams;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.outcome.UpstreamFailure.Kind;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.ResponseListener;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Chooses the member of a balancer for each attempt to send one request, and tells the balancer what became of the attempt. One thread at a time may use it, except {@link #abort}. */
public final class MemberAttempts implements AutoCloseable {

    private static final Logger LOG = Loggers.of(MemberAttempts.class);

    private final Balancing balancing;
    private final Attempts attempts;
    private final Upstreams upstreams;
    private final UpstreamTarget asked;
    private final ExchangeRecord record;
    private final long since = System.currentTimeMillis();
    private Choice choice;              // null before the first choice
    private Member member;              // null: none was chosen
    private UpstreamFailure failure;    // of the last attempt
    private boolean repeated;           // after the request was sent
    private long lookAgain;
    private volatile Pause pause;       // null: the request does not wait for a member
    private volatile boolean pauseOver;

    /**
     * @param asked   the target with the balancer in place of the server
     * @param cookies the values of the {@code Cookie} lines
     */
    public MemberAttempts(Balancing balancing, Upstreams upstreams, UpstreamTarget asked, List<String> cookies, ExchangeRecord record) {
        this.balancing = balancing;
        this.upstreams = upstreams;
        this.asked = asked;
        this.record = record;
        String path = asked.pathAndQuery();
        int query = path.indexOf('?');
        this.attempts = balancing.begin(query < 0 ? path : path.substring(0, query), query < 0 ? null : path.substring(query + 1), cookies);
    }

    /**
     * Chooses the member for the next attempt.
     *
     * @return false if the request has to wait until a member is usable: {@link #await}, then this method again
     * @throws UpstreamFailure if no member can be used: the failure of the attempt before, if there was one
     */
    public boolean choose() throws UpstreamFailure {
        long now = System.currentTimeMillis();
        choice = attempts.next(now);
        member = choice.member().orElse(null);
        record.chosen(choice, member == null ? null : new MemberObserver(upstream().observer(), record, attempts));
        if (member != null) return true;
        if (failure != null) throw failure;
        OptionalLong next = mayWait() ? attempts.looksAgain(since, now) : OptionalLong.empty();
        if (next.isEmpty()) throw new UpstreamFailure(Kind.NO_MEMBER, asked.authority() + ": " + choice.sentence() + skips(), null);
        lookAgain = next.getAsLong();
        return false;
    }

    private boolean mayWait() {
        return choice.reason() != Choice.Reason.SESSION_KEPT && choice.reason() != Choice.Reason.NO_MEMBERS;
    }

    private String skips() {
        return choice.skips().stream().map(Skip::toString).collect(Collectors.joining("; ", choice.skips().isEmpty() ? "" : " (", choice.skips().isEmpty() ? "" : ")"));
    }

    /** The protocols to which members allow to switch: in most cases a single element, or none. */
    public Set<Upgrades> upgrades() {
        return balancing.upgrades();
    }

    /** The last choice. */
    public Choice choice() {
        return choice;
    }

    /** The connections of the chosen member. */
    public Upstream upstream() {
        return upstreams.of(member.rule());
    }

    /** The target at the chosen member. */
    public UpstreamTarget target() {
        return member.at(asked.pathAndQuery());
    }

    /**
     * Waits without a thread, for the time after which the balancer is asked again.
     *
     * @param resume called once, on any thread, also before this method returns; must not wait
     */
    public void await(ResponseListener client, Runnable resume) {
        pauseOver = false;
        Pause begun = upstreams.pause(client);
        pause = begun;
        begun.await(Math.max(1, lookAgain - System.currentTimeMillis()), () -> {
            pauseOver = true;
            resume.run();
        });
    }

    /** Returns when the balancer is to be asked again: at once after {@link #await}, otherwise waits on the calling thread. */
    public void endPause(ResponseListener client) throws UpstreamFailure, ClientGone {
        if (pause == null) {
            pause = upstreams.pause(client);
            pause.await(Math.max(1, lookAgain - System.currentTimeMillis()));
        } else if (!pauseOver) {
            throw new IllegalStateException("the pause is not over");
        }
        try (Pause ended = pause) {
            ended.requireOver();
        } finally {
            pause = null;
        }
    }

    /**
     * The attempt has failed: tells the balancer, and decides whether another attempt follows. Nothing is lost or done twice: another member gets the request only if nothing of it was sent,
     * or once more if the method is idempotent; and if the body can be sent from its start.
     */
    public boolean failsOver(UpstreamFailure how, UpstreamRequest request, int status) {
        if (member == null) return false;
        boolean unsent = report(how, status);
        boolean mayRepeat = unsent || !repeated && (how.kind() == Kind.NO_ANSWER || how.kind() == Kind.SEND) && request.isIdempotent();
        if (!mayRepeat || !request.body().restart() || !attempts.mayRepeat()) return false;
        if (!unsent) attempts.exclude();
        repeated |= !unsent;
        failure = how;
        LOG.debug("{}: {} failed, another member is tried: {}", asked.authority(), member, how.getMessage());
        return true;
    }

    /** Returns whether nothing of the request reached the member. */
    private boolean report(UpstreamFailure how, int status) {
        long now = System.currentTimeMillis();
        switch (how.kind()) {
            case REFUSED, CONNECT_TIMEOUT, TUNNEL -> connectFailed(attempts.failed(ErrorCause.CONNECT, how.getMessage(), now));
            case UNRESOLVED -> log(attempts.failed(ErrorCause.NAME, how.getMessage(), now));
            case TLS, SPEAKS_NO_TLS -> log(attempts.failed(ErrorCause.TLS, how.getMessage(), now));
            case NO_CONTINUE -> log(attempts.failed(ErrorCause.PING, how.getMessage(), now));
            case POOL_EXHAUSTED -> attempts.exclude();
            case ANSWER_TIMEOUT, SEND_TIMEOUT -> log(attempts.timedOut(now).or(() -> attempts.broke(status, now)));
            case NO_ANSWER, SEND, BAD_ANSWER, FIELD_TOO_LONG, SPEAKS_TLS -> log(attempts.broke(status, now));
            default -> { }
        }
        return switch (how.kind()) {
            case REFUSED, CONNECT_TIMEOUT, TUNNEL, UNRESOLVED, TLS, SPEAKS_NO_TLS, NO_CONTINUE, POOL_EXHAUSTED -> true;
            default -> false;
        };
    }

    private void connectFailed(Optional<MemberError> entered) {
        log(entered);
        if (entered.isPresent()) upstreams.connectFailed(choice.chosen().orElseThrow());
    }

    /** A response has begun. */
    public void answered(int status) {
        boolean wasInError = choice.chosen().orElseThrow().state().error().isPresent();
        log(attempts.answered(status, System.currentTimeMillis()));
        if (wasInError && choice.chosen().get().state().error().isEmpty()) LOG.info("{}: {} ({}) works again", asked.authority(), member, member.place().fileAndLine());
    }

    private void log(Optional<MemberError> entered) {
        if (entered.isEmpty()) return;
        long now = System.currentTimeMillis();
        String others = balancing.members().stream().filter(one -> one.state().error().filter(error -> error.until() > now).isEmpty()).map(one -> one.member().url()).collect(Collectors.joining(", "));
        LOG.warn("{}: {} ({}) is {}; members without error: {}", asked.authority(), member, member.place().fileAndLine(), entered.get(), others.isEmpty() ? "none" : others);
    }

    /** The value of {@code Set-Cookie} for {@code stickycookie}; empty if the client does not need one. */
    public Optional<String> cookie(String contextPath, boolean secure) {
        if (member == null || !choice.routeChanged() || member.role().route().isEmpty()) return Optional.empty();
        return balancing.balancer().settings().sticky().flatMap(sticky -> sticky.setCookie(member.role().route(), contextPath, secure));
    }

    /** Ends a pause because the proxy is being stopped. On any thread. */
    public void abort() {
        Pause present = pause;
        if (present != null) present.abort();
    }

    @Override
    public void close() {
        try (Attempts ended = attempts; Pause open = pause) {
            LOG.trace("{} and {} end", ended, open);
        }
    }
}
