package io.github.passmatch.rules.server;

import io.github.passmatch.rules.match.RuleTrace;

/** Is also told how sections are compared with a request. */
public interface Trace extends RuleTrace {

    /** Is told nothing. */
    Trace NONE = new Trace() {
        @Override
        public boolean listens() {
            return false;
        }
    };

    /** {@code section} was compared with {@code subject}, a decoded path or a mapped URL. */
    default void section(Section section, String subject, boolean taken) { }

    /** The section's own rule will be tried; of several sections that take the path, the last one's. */
    default void ownRule(Section section) { }
}
