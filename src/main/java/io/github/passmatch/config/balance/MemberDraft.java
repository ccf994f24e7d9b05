package io.github.passmatch.config.balance;

import io.github.passmatch.config.health.HealthDraft;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.balance.AutoRoute;
import io.github.passmatch.rules.balance.Member;
import java.time.Duration;
import java.util.Optional;

/** Collects the parameters of a {@code BalancerMember} that concern the choice of a member. */
public final class MemberDraft {

    private static final String AUTO = "auto";

    /** In hundredths. */
    public int loadFactor = Member.Role.DEFAULT.loadFactor();
    public int lbset;
    public String route = "";
    public String redirect = "";
    public Duration slowStart = Duration.ZERO;
    /** {@code resolve=all}: each address of the host is a member. */
    public boolean eachAddress;
    public Optional<Place> resolve = Optional.empty();
    /** The name of the SRV records, if the URL begins with {@code srv+}. */
    public Optional<String> service = Optional.empty();
    public final HealthDraft health = new HealthDraft();

    public boolean hasAutoRoute() {
        return route.equals(AUTO);
    }

    /** @param url the URL of the member, for {@code route=auto} */
    public Member.Role build(String url) {
        return new Member.Role(loadFactor, lbset, hasAutoRoute() ? AutoRoute.of(url, "") : route, redirect, slowStart);
    }
}
