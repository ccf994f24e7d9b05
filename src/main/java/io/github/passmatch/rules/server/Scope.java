package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Lists;
import io.github.passmatch.rules.environment.EnvironmentRule;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.Switches;
import io.github.passmatch.rules.fields.FieldEdits;
import io.github.passmatch.rules.reverse.CookieRule;
import io.github.passmatch.rules.reverse.ReverseRules;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What may differ from path to path: of a server, of one section, or, merged, of one request. httpd's order of merging is
 * server, {@code <Proxy>}, {@code <Location>}: what is said later counts, lists follow one another.
 *
 * @param switches       what is on or off
 * @param maxRequestBody {@code LimitRequestBody} in bytes; 0: no limit
 * @param conditions     {@code SetEnvIf} and its kin
 * @param settings       {@code SetEnv} and its kin, which follow the conditions
 * @param reverse        {@code ProxyPassReverse}
 * @param cookies        {@code ProxyPassReverseCookiePath} and {@code -Domain}, in the order of trying
 * @param errors         {@code ProxyErrorOverride} and {@code ErrorDocument}
 * @param edits          {@code RequestHeader} and {@code Header}
 */
public record Scope(
        Switches switches, OptionalLong maxRequestBody, List<EnvironmentRule> conditions, List<EnvironmentSetting> settings,
        ReverseRules reverse, List<CookieRule> cookies, ErrorPolicy errors, FieldEdits edits) {

    /** Nothing said. */
    public static final Scope EMPTY = new Scope(Switches.UNSAID, OptionalLong.empty(), List.of(), List.of(), ReverseRules.NONE, List.of(), ErrorPolicy.UNSAID, FieldEdits.NONE);

    public Scope {
        Objects.requireNonNull(switches, "switches");
        conditions = List.copyOf(conditions);
        settings = List.copyOf(settings);
        Objects.requireNonNull(reverse, "reverse");
        cookies = List.copyOf(cookies);
        Objects.requireNonNull(errors, "errors");
        Objects.requireNonNull(edits, "edits");
    }

    /** This scope with {@code later} laid over it. */
    @SuppressWarnings("ReferenceEquality") // only the constant saves work
    public Scope with(Scope later) {
        if (later == EMPTY) return this;
        if (this == EMPTY) return later;
        return new Scope(switches.with(later.switches), later.maxRequestBody.isPresent() ? later.maxRequestBody : maxRequestBody,
                Lists.joined(conditions, later.conditions), Lists.joined(settings, later.settings), reverse.then(later.reverse), Lists.joined(cookies, later.cookies),
                errors.with(later.errors), edits.then(later.edits));
    }

    /** {@code LimitRequestBody} in bytes; 0: no limit. */
    public long bodyLimit() {
        return maxRequestBody.orElse(0);
    }
}
