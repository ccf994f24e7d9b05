package io.github.passmatch.forward.member;

import io.github.passmatch.rules.balance.Attempts;
import io.github.passmatch.upstream.ExchangeRecord;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;

/** Passes the events of the connection of one attempt to the observer of the member, and the number of bytes to the balancer: at the release, so before the client has the last byte of the response. */
final class MemberObserver implements Observer.OfRule {

    /** {@code HTTP/1.1 200 OK} with its line end: httpd counts the status line, but no fields of the response. */
    private static final int STATUS_LINE = 17;

    private final Observer.OfRule member;
    private final ExchangeRecord record;
    private final Attempts attempts;

    MemberObserver(Observer.OfRule member, ExchangeRecord record, Attempts attempts) {
        this.member = member;
        this.record = record;
        this.attempts = attempts;
    }

    @Override
    public void leased(LeaseVerdict verdict) {
        member.leased(verdict);
    }

    @Override
    public void released(LeaseVerdict lease, ReleaseVerdict verdict) {
        member.released(lease, verdict);
        attempts.transferred(record.sentHead() + record.sent(), STATUS_LINE + record.received());
    }
}
