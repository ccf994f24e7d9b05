package io.github.passmatch.rules.server;

import io.github.passmatch.rules.match.RuleTrace;

/** Receives the comparisons of sections with a request, in addition to those of rules. */
public interface Trace extends RuleTrace {

    /** Ignores everything. */
    Trace NONE = new Trace() {
        @Override
        public boolean listens() {
            return false;
        }
    };

    /** {@code section} was compared with {@code subject}, a decoded path or a mapped URL. */
    default void section(Section section, String subject, boolean taken) { }

    /** The rule inside this section will be tried; if several sections match the path, the rule of the last one. */
    default void ownRule(Section section) { }
}
