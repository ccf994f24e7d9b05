package io.github.passmatch.attack;

import io.github.passmatch.testing.RawUpstream.Request;
import java.util.function.Consumer;

/**
 * One attack by a client.
 *
 * @param row     of the attack list
 * @param name    what it tries
 * @param bytes   what the client sends
 * @param outcome what may become of it
 * @param check   what holds for the request that the upstream sees, if it sees one
 */
record ClientAttack(String row, String name, String bytes, Outcome outcome, Consumer<Request> check) {

    /** What may become of an attack. */
    enum Outcome {
        /** The upstream sees nothing at all, the client gets 4xx, 5xx or a closed connection. */
        REFUSED(false, true),
        /** The upstream sees nothing at all, whatever the container answers. */
        UNSEEN(false, true),
        /** The upstream sees one whole request, the client gets its answer. */
        ONE(true, false),
        /** Either of these. */
        REFUSED_OR_ONE(true, true),
        /** The upstream may see the beginning of a request, but never a whole one. */
        NEVER_WHOLE(false, true);

        final boolean mayPass;
        final boolean mayBeRefused;

        Outcome(boolean mayPass, boolean mayBeRefused) {
            this.mayPass = mayPass;
            this.mayBeRefused = mayBeRefused;
        }
    }

    /** In paths: must never be seen as a request of its own. */
    static final String SMUGGLED = "/smuggled";

    static ClientAttack refused(String row, String name, String bytes) {
        return new ClientAttack(row, name, bytes, Outcome.REFUSED, request -> { });
    }

    static ClientAttack unseen(String row, String name, String bytes) {
        return new ClientAttack(row, name, bytes, Outcome.UNSEEN, request -> { });
    }

    static ClientAttack neverWhole(String row, String name, String bytes) {
        return new ClientAttack(row, name, bytes, Outcome.NEVER_WHOLE, request -> { });
    }

    static ClientAttack one(String row, String name, String bytes, Consumer<Request> check) {
        return new ClientAttack(row, name, bytes, Outcome.ONE, check);
    }

    static ClientAttack refusedOrOne(String row, String name, String bytes, Consumer<Request> check) {
        return new ClientAttack(row, name, bytes, Outcome.REFUSED_OR_ONE, check);
    }

    @Override
    public String toString() {
        return row + " " + name;
    }
}
