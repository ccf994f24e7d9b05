package io.github.passmatch.rules.access;

/** The decision about the access of one request. */
public sealed interface AccessDecision {

    /** Access without a user. */
    AccessDecision GRANTED = new Granted();

    /** Access without authentication; no credentials were checked. */
    record Granted() implements AccessDecision { }

    /** Access of an authenticated user. */
    record GrantedTo(String user) implements AccessDecision { }

    /** The status is 403. */
    record Forbidden(Denial denial) implements AccessDecision { }

    /**
     * The status is 401.
     *
     * @param wrong whether the request had credentials
     */
    record Unauthorized(Denial denial, boolean wrong) implements AccessDecision { }

    /** The status is 500: the decision depends on the user, and no {@code AuthType} applies to the request; or {@code AuthType} is set, and no {@code Require} applies. */
    record Unconfigured(String detail) implements AccessDecision { }
}
