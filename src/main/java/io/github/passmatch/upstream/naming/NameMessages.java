package io.github.passmatch.upstream.naming;

import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.NamedMembers;
import io.github.passmatch.rules.naming.Endpoint;
import io.github.passmatch.rules.naming.NameState;
import io.github.passmatch.upstream.log.Loggers;
import org.slf4j.Logger;

/** Logs what look-ups have changed: one line for each address, and for the begin and the end of failures. */
final class NameMessages {

    private static final Logger LOG = Loggers.of(NameMessages.class);

    private NameMessages() { }

    static void log(Balancer balancer, NamedMembers line, NameState.Change change) {
        String place = line.line().place().fileAndLine();
        NameState next = change.next();
        for (Endpoint one : change.came()) LOG.info("{}: {} ({}) is a member from now on: {} has this address", balancer.url(), line.url(one), place, line.lookup());
        for (Endpoint one : change.gone()) LOG.info("{}: {} ({}) drains: {} does not have this address any more", balancer.url(), line.url(one), place, line.lookup());
        for (Endpoint one : change.changed()) LOG.info("{}: {} ({}) has another SRV record: priority {}, weight {}", balancer.url(), line.url(one), place, one.priority(), one.weight());
        if (change.failure() && !next.failure().isEmpty()) LOG.warn("{}: the look-up of {} ({}) has failed: {}; {}", balancer.url(), line.lookup(), place, next.failure(), consequence(next.endpoints().size()));
        else if (change.failure()) LOG.info("{}: the look-up of {} ({}) works again", balancer.url(), line.lookup(), place);
        if (change.limit() && next.leftOut() > 0) LOG.warn("{}: {} ({}) has more addresses than growth allows: {} of them are not used", balancer.url(), line.lookup(), place, next.leftOut());
    }

    private static String consequence(int members) {
        if (members == 0) return "the line has no members yet";
        return members == 1 ? "its last member stays" : "its last " + members + " members stay";
    }
}
