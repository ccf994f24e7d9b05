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

    /** There is no valid user. */
    enum Failure implements Login {
        /** The request has no credentials. */
        MISSING,
        /** The user is unknown, or the password is wrong. */
        WRONG
    }
}
