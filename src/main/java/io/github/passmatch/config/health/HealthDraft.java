package io.github.passmatch.config.health;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.health.HealthExpression;
import io.github.passmatch.rules.health.HealthMethod;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.Optional;

/** Collects the parameters of a health check: of a {@code BalancerMember}, or of a {@code ProxyHCTemplate}. */
public final class HealthDraft {

    /** Empty: {@code NONE}. */
    public Optional<HealthMethod> method = Optional.empty();
    public String uri = "";
    public int passes = 1;
    public int fails = 1;
    public Duration interval = HealthCheck.DEFAULT_INTERVAL;
    public Optional<Duration> timeout = Optional.empty();
    public Optional<HealthExpression> expression = Optional.empty();
    public Optional<HealthExpression> drain = Optional.empty();
    /** The last parameter other than {@code hcmethod}. */
    public Optional<Place> place = Optional.empty();
    public Optional<Place> uriPlace = Optional.empty();
    public Optional<Place> expressionPlace = Optional.empty();

    /** Takes all parameters of a template, in place of those that were set before. */
    public void copy(HealthDraft template) {
        method = template.method;
        uri = template.uri;
        passes = template.passes;
        fails = template.fails;
        interval = template.interval;
        timeout = template.timeout;
        expression = template.expression;
        drain = template.drain;
    }

    /**
     * The check of a member; empty: none.
     *
     * @param longest {@code timeout} of the member
     */
    public Optional<HealthCheck> build(Target member, Duration longest) {
        Duration shorter = longest.compareTo(interval) < 0 ? longest : interval;
        return method.map(how -> new HealthCheck(how, HealthCheck.path(member, uri), Math.max(1, passes), Math.max(1, fails), interval, timeout.orElse(shorter), expression, drain));
    }
}
