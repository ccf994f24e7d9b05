package io.github.passmatch.rules.access;

import java.util.Objects;

/** The result of an authentication. */
public sealed interface Login {

    /** The credentials are valid. */
    record User(String name) implements Login {
        public User {
            Objects.requireNonNull(name, "name");
        }
    }

    /** Users cannot be authenticated, because a directive is missing. */
    record Impossible(String detail) implements Login {
        public Impossible {
            Objects.requireNonNull(detail, "detail");
        }
    }

    /** There is no valid user. */
    enum Failure implements Login {
        /** The request has no credentials. */
        MISSING,
        /** The user is unknown, or the password is wrong. */
        WRONG
    }
}
