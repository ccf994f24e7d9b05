package io.github.passmatch.upstream.naming;

import io.github.passmatch.rules.naming.Lookup;
import io.github.passmatch.rules.naming.NameAnswer;

/** Looks up names. */
@FunctionalInterface
public interface NameResolver {

    /** May wait for servers. Never throws because of an answer, or because there is none. */
    NameAnswer lookUp(Lookup lookup);
}
