package io.github.passmatch.config.balance;

import io.github.passmatch.config.health.HealthDraft;
import io.github.passmatch.rules.balance.AutoRoute;
import io.github.passmatch.rules.balance.Member;
import java.time.Duration;

/** Collects the parameters of a {@code BalancerMember} that concern the choice of a member. */
public final class MemberDraft {

    private static final String AUTO = "auto";

    /** In hundredths. */
    public int loadFactor = Member.Role.DEFAULT.loadFactor();
    public int lbset;
    public String route = "";
    public String redirect = "";
    public Duration slowStart = Duration.ZERO;
    public final HealthDraft health = new HealthDraft();

    /** @param url the URL of the member, for {@code route=auto} */
    public Member.Role build(String url) {
        return new Member.Role(loadFactor, lbset, route.equals(AUTO) ? AutoRoute.of(url, "") : route, redirect, slowStart);
    }
}
