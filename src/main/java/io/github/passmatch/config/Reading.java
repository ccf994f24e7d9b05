package io.github.passmatch.config;

import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.rules.server.ProxyConfig;
import java.util.List;
import java.util.Objects;

/**
 * A configuration that was read without errors.
 *
 * @param config   the configuration
 * @param problems warnings and notes, in the order of their places
 */
public record Reading(ProxyConfig config, List<Problem> problems) {

    public Reading {
        Objects.requireNonNull(config, "config");
        problems = List.copyOf(problems);
    }
}
