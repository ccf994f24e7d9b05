package io.github.passmatch.config;

import io.github.passmatch.rules.EnvironmentRule;
import java.util.ArrayList;
import java.util.List;

/** What may differ from path to path, while it is read: of a server, or of one section. */
final class ScopeDraft {

    final Problems problems;
    /** {@code SetEnvIf} and its kin, which look at the request. */
    final List<EnvironmentRule> conditions = new ArrayList<>();
    /** {@code SetEnv} and {@code UnsetEnv}, which follow them. */
    final List<EnvironmentRule> settings = new ArrayList<>();

    ScopeDraft(Problems problems) {
        this.problems = problems;
    }
}
