package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Explained;
import io.github.passmatch.rules.balance.StickySession.Session;
import io.github.passmatch.rules.environment.Environment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on which member gets a request, or why none does.
 *
 * @param balancer the balancer
 * @param chosen   the member; empty: none
 * @param reason   why
 * @param part     the measure of the chosen member: its factor in hundredths, its requests in progress before this one, or its bytes; 0 for other reasons
 * @param whole    the sum of the measure over all candidates; 0 for other reasons
 * @param among    what is special about the candidates; may be empty
 * @param session  the session that the request names
 * @param skips    the members which were not candidates, and why
 */
public record Choice(Balancer balancer, Optional<Standing> chosen, Reason reason, long part, long whole, String among, Optional<Session> session, List<Skip> skips) {

    /** The variable that is set if the client has to learn another route. */
    public static final String ROUTE_CHANGED = "BALANCER_ROUTE_CHANGED";

    public Optional<Member> member() {
        return chosen.map(Standing::member);
    }

    /** Whether the client has to learn another route: there are sessions, and the member was not chosen by the route that the request names. */
    public boolean routeChanged() {
        return balancer.settings().sticky().isPresent() && reason != Reason.STICKY;
    }

    /** {@code chosen:sticky} or {@code no-member:none-usable}, for logs. */
    public String code() {
        return (chosen.isPresent() ? "chosen:" : "no-member:") + reason.code;
    }

    /** {@code chosen: sticky route b}, {@code chosen: least busy (2 of 5 in progress)}, or {@code no member: …}. */
    public String sentence() {
        String route = session.map(named -> Bytes.toText(named.route())).orElse("");
        String text = switch (reason) {
            case STICKY -> reason.sentence + " " + route;
            case REDIRECT -> "route " + chosen.map(one -> one.member().role().route()).orElse("") + ", the redirect of route " + route;
            case NEXT_IN_TURN -> reason.sentence + " (share " + hundredths(part) + " of " + hundredths(whole) + ")";
            case LEAST_TRAFFIC -> reason.sentence + " (" + part + " bytes)";
            case LEAST_BUSY, LESS_BUSY_OF_TWO -> reason.sentence + " (" + part + " of " + whole + " in progress)";
            case SESSION_KEPT -> reason.sentence.replace("the route", "route " + route);
            case NO_MEMBERS, ALL_IN_ERROR, NONE_USABLE, ALL_TRIED -> reason.sentence;
        };
        return (chosen.isPresent() ? "chosen: " : "no member: ") + text + among;
    }

    private static String hundredths(long number) {
        return BigDecimal.valueOf(number, 2).stripTrailingZeros().toPlainString();
    }

    /** Sets the variables of mod_proxy_balancer. If no member was chosen, the variables of an earlier attempt are kept, as in httpd. */
    public void setVariables(Environment environment) {
        if (chosen.isEmpty()) return;
        Member member = chosen.get().member();
        environment.set("BALANCER_NAME", balancer.url());
        environment.set("BALANCER_WORKER_NAME", member.url());
        environment.set("BALANCER_WORKER_ROUTE", member.role().route());
        session.ifPresent(named -> {
            environment.set("BALANCER_SESSION_STICKY", named.name());
            environment.set("BALANCER_SESSION_ROUTE", named.route());
        });
        if (routeChanged()) environment.set(ROUTE_CHANGED, "1");
        else environment.unset(ROUTE_CHANGED);
    }

    @Override
    public String toString() {
        return sentence();
    }

    /** All reasons. */
    public enum Reason implements Explained {
        STICKY("sticky", "sticky route"),
        REDIRECT("redirect", "the redirect of the route"),
        NEXT_IN_TURN("next-in-turn", "next in turn"),
        LEAST_TRAFFIC("least-traffic", "least traffic"),
        LEAST_BUSY("least-busy", "least busy"),
        LESS_BUSY_OF_TWO("less-busy-of-two", "less busy of two random members"),
        NO_MEMBERS("no-members", "the balancer has no members"),
        ALL_IN_ERROR("all-in-error", "all members are in error, and forcerecovery is off"),
        NONE_USABLE("none-usable", "no member is usable"),
        ALL_TRIED("all-tried", "this request has tried each usable member"),
        SESSION_KEPT("session-kept", "the member of the route is not usable, and nofailover is on");

        private final String code;
        private final String sentence;

        Reason(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String sentence() {
            return sentence;
        }
    }
}
