package io.github.passmatch.rules.naming;

import java.util.List;
import java.util.Objects;

/**
 * The result of one look-up.
 *
 * @param endpoints what was found; empty after a failure
 * @param failure   why nothing was found; empty if something was
 */
public record NameAnswer(List<Endpoint> endpoints, String failure) {

    public NameAnswer {
        endpoints = List.copyOf(endpoints);
        Objects.requireNonNull(failure, "failure");
        if (endpoints.isEmpty() == failure.isEmpty()) throw new IllegalArgumentException("either endpoints or a failure: " + endpoints + " " + failure);
    }

    /** @param endpoints if there are none, the answer is a failure */
    public static NameAnswer of(List<Endpoint> endpoints) {
        return endpoints.isEmpty() ? failed("the answer has no addresses") : new NameAnswer(endpoints, "");
    }

    public static NameAnswer failed(String why) {
        return new NameAnswer(List.of(), why);
    }
}
