package io.github.passmatch.rules.access;

import io.github.passmatch.rules.access.Authorization.Result;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The lines of one section that restrict access, or the merged lines for one request.
 *
 * @param requirement   the {@code Require} lines
 * @param merging       {@code AuthMerging}
 * @param sendForbidden {@code AuthzSendForbiddenOnFailure}
 * @param hosts         {@code Order}, {@code Allow}, {@code Deny} and {@code Satisfy}
 */
public record AccessPolicy(Optional<Authorization> requirement, Optional<Merging> merging, Optional<Boolean> sendForbidden, HostAccess hosts) {

    /** No line: everybody has access. */
    public static final AccessPolicy NONE = new AccessPolicy(Optional.empty(), Optional.empty(), Optional.empty(), HostAccess.NONE);

    public AccessPolicy {
        Objects.requireNonNull(requirement, "requirement");
        Objects.requireNonNull(merging, "merging");
        Objects.requireNonNull(sendForbidden, "sendForbidden");
        Objects.requireNonNull(hosts, "hosts");
    }

    /** {@code AuthMerging}: how the {@code Require} lines of a section are joined with those of outer sections. */
    public enum Merging {
        /** The lines of the section replace those of outer sections. */
        OFF,
        /** Both must grant access. */
        AND,
        /** One of them must grant access. */
        OR
    }

    /** Whether there is no line. */
    public boolean isEmpty() {
        return requirement.isEmpty() && merging.isEmpty() && sendForbidden.isEmpty() && hosts.isEmpty();
    }

    /** These lines, followed by those of a section that is merged later. */
    public AccessPolicy with(AccessPolicy later) {
        if (later.isEmpty()) return this;
        if (isEmpty()) return later;
        boolean keeps = later.merging.isEmpty() && later.requirement.isEmpty();
        return new AccessPolicy(keeps ? requirement : later.merging.filter(how -> how != Merging.OFF).map(how -> joined(how, later)).orElse(later.requirement),
                keeps ? merging : later.merging, later.sendForbidden.or(() -> sendForbidden), later.hosts.isEmpty() ? hosts : later.hosts);
    }

    private Optional<Authorization> joined(Merging how, AccessPolicy later) {
        if (requirement.isEmpty() || later.requirement.isEmpty()) return requirement.or(later::requirement);
        Authorization inner = later.requirement.get();
        return Optional.of(new Authorization.Container(inner.place(), "AuthMerging " + (how == Merging.AND ? "And" : "Or"), how == Merging.AND, false, List.of(requirement.get(), inner)));
    }

    /** These lines without {@code Require}, if one of them depends on the user: then whatever authenticates the users decides instead. */
    public AccessPolicy withoutUsers() {
        return requires(Requirement.OfUser.class) ? new AccessPolicy(Optional.empty(), merging, sendForbidden, hosts) : this;
    }

    /** Decides about one request, as httpd does between the mapping of the path and the forwarding. */
    public AccessDecision decide(AccessFacts facts) {
        if (facts.clientAddress().isEmpty() && (hosts.names(HostAccess.Clients.In.class) || hosts.names(HostAccess.Clients.Named.class) || requires(Requirement.OfAddress.class))) return undecidable("the address of the client is unknown");
        if (facts.clientNames().isEmpty() && needsNames()) return undecidable("the name of the client is not looked up");
        if (!facts.variablesAreKnown() && (hosts.names(HostAccess.Clients.Variable.class) || requires(Requirement.Env.class))) return undecidable("a condition for a variable needs too many steps");
        Optional<Denial> byHosts = hosts.denial(facts);
        if (hosts.satisfiesAny(facts.method())) return byHosts.isEmpty() ? AccessDecision.GRANTED : byRequirement(facts);
        return byHosts.<AccessDecision>map(AccessDecision.Forbidden::new).orElseGet(() -> byRequirement(facts));
    }

    /** Whether the name of a client may be looked up. */
    public boolean needsNames() {
        return hosts.names(HostAccess.Clients.Named.class) || requires(Requirement.OfName.class);
    }

    /** Whether a {@code Require} line has a condition of this kind. */
    private boolean requires(Class<? extends Requirement> kind) {
        return requirement.isPresent() && requirement.get().any(kind::isInstance);
    }

    private AccessDecision undecidable(String why) {
        return new AccessDecision.Forbidden(new Denial(requirement.map(Authorization::place).orElse(hosts.place()), why));
    }

    private AccessDecision byRequirement(AccessFacts facts) {
        Authentication authentication = facts.authentication();
        if (requirement.isEmpty()) return authentication.isConfigured() ? new AccessDecision.Unconfigured("AuthType applies to the path, but no Require") : AccessDecision.GRANTED;
        Result first = Authorization.check(requirement.get(), true, facts, Optional.empty());
        return switch (first.verdict()) {
            case GRANTED -> AccessDecision.GRANTED;
            case DENIED, NEUTRAL -> new AccessDecision.Forbidden(denial(first, facts));
            case DENIED_NO_USER -> authentication.isConfigured() ? byUser(first, facts) : new AccessDecision.Unconfigured("no AuthType applies to the path of " + denial(first, facts));
        };
    }

    private AccessDecision byUser(Result first, AccessFacts facts) {
        Login login = facts.authentication().login();
        if (login instanceof Login.Impossible impossible) return new AccessDecision.Unconfigured(impossible.detail());
        if (!(login instanceof Login.User user)) return new AccessDecision.Unauthorized(denial(first, facts), login == Login.Failure.WRONG);
        Result second = Authorization.check(requirement.get(), true, facts, Optional.of(user.name()));
        if (second.verdict() == Verdict.GRANTED) return new AccessDecision.GrantedTo(user.name());
        return sendForbidden.orElse(false) ? new AccessDecision.Forbidden(denial(second, facts)) : new AccessDecision.Unauthorized(denial(second, facts), true);
    }

    private static Denial denial(Result result, AccessFacts facts) {
        boolean ofName = result.by() instanceof Authorization.Line line && line.requirement() instanceof Requirement.Host;
        return new Denial(result.by().place(), ofName ? Denial.withName(result.by().text(), facts) : result.by().text());
    }
}
