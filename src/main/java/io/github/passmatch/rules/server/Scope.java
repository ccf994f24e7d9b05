package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Lists;
import io.github.passmatch.rules.access.AccessPolicy;
import io.github.passmatch.rules.environment.EnvironmentCondition;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.Switches;
import io.github.passmatch.rules.error.ErrorPolicy;
import io.github.passmatch.rules.fields.FieldEdits;
import io.github.passmatch.rules.file.FileSettings;
import io.github.passmatch.rules.reverse.CookieRule;
import io.github.passmatch.rules.reverse.ReverseRules;
import io.github.passmatch.rules.users.LoginSettings;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The settings that can depend on the path: of a server, of one section, or merged for one request. httpd's order of merging is
 * server, {@code <Proxy>}, {@code <Location>}: a later value overrides an earlier value, lists are concatenated.
 *
 * @param switches       the on/off directives
 * @param maxRequestBody {@code LimitRequestBody} in bytes; 0: no limit
 * @param conditions     {@code SetEnvIf} and related directives
 * @param settings       {@code SetEnv} and related directives, which are applied after the conditions
 * @param reverse        {@code ProxyPassReverse}
 * @param cookies        {@code ProxyPassReverseCookiePath} and {@code -Domain}, in the order of trying
 * @param errors         {@code ProxyErrorOverride} and {@code ErrorDocument}
 * @param edits          {@code RequestHeader} and {@code Header}
 * @param access         {@code Require} and other lines that restrict access
 * @param login          how users log in
 * @param files         the settings for files of the server
 * @param conditionals   {@code <If>}, {@code <ElseIf>} and {@code <Else>}, which are merged after all other sections
 */
public record Scope(
        Switches switches, OptionalLong maxRequestBody, List<EnvironmentCondition> conditions, List<EnvironmentSetting> settings,
        ReverseRules reverse, List<CookieRule> cookies, ErrorPolicy errors, FieldEdits edits, AccessPolicy access, LoginSettings login, FileSettings files, List<ConditionalScope> conditionals) {

    /** No directive. */
    public static final Scope EMPTY = new Scope(Switches.UNSET, OptionalLong.empty(), List.of(), List.of(), ReverseRules.NONE, List.of(), ErrorPolicy.UNSET, FieldEdits.NONE, AccessPolicy.NONE, LoginSettings.NONE, FileSettings.UNSET, List.of());

    public Scope {
        Objects.requireNonNull(switches, "switches");
        conditions = List.copyOf(conditions);
        settings = List.copyOf(settings);
        Objects.requireNonNull(reverse, "reverse");
        cookies = List.copyOf(cookies);
        Objects.requireNonNull(errors, "errors");
        Objects.requireNonNull(edits, "edits");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(files, "files");
        conditionals = List.copyOf(conditionals);
    }

    /** This scope, overridden by {@code later}. */
    @SuppressWarnings("ReferenceEquality") // only a shortcut for the constant
    public Scope with(Scope later) {
        if (later == EMPTY) return this;
        if (this == EMPTY) return later;
        return new Scope(switches.with(later.switches), later.maxRequestBody.isPresent() ? later.maxRequestBody : maxRequestBody,
                Lists.joined(conditions, later.conditions), Lists.joined(settings, later.settings), reverse.then(later.reverse), Lists.joined(cookies, later.cookies),
                errors.with(later.errors), edits.then(later.edits), access.with(later.access), login.with(later.login), files.with(later.files), Lists.joined(conditionals, later.conditionals));
    }

    /** This scope for requests to which the {@code early} lines have been applied. */
    Scope afterEarlyEdits() {
        return new Scope(switches, maxRequestBody, conditions, settings, reverse, cookies, errors, edits.afterEarly(), access, login, files, conditionals);
    }

    /** This scope, and the scopes of the {@code <If>} sections in it. */
    Stream<Scope> withInner() {
        return Stream.concat(Stream.of(this), conditionals.stream().flatMap(inner -> inner.scope().withInner()));
    }

    /** {@code LimitRequestBody} in bytes; 0: no limit. */
    public long bodyLimit() {
        return maxRequestBody.orElse(0);
    }
}
