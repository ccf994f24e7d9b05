package io.github.passmatch.attack;

import java.util.List;

/**
 * One attack with a switch of protocols, by a client or by an upstream.
 *
 * @param name     what it tries
 * @param bytes    what the client sends
 * @param answer   of the upstream; null: it switches to the protocol that it is asked for, and answers other requests with 200
 * @param outcome  what may become of it
 * @param status   of the first response
 * @param seen     the requests that the upstream may see: each with its target and the protocol that is offered, {@code -} for none
 * @param sent     the bytes that the upstream may receive in a tunnel
 * @param received the bytes that the client receives in the tunnel
 */
record UpgradeAttack(String name, String bytes, String answer, Outcome outcome, int status, List<String> seen, String sent, String received) {

    /** What may become of an attack. */
    enum Outcome {
        /** The upstream sees nothing, and the client gets 4xx, 5xx or a closed connection. */
        REFUSED,
        /** The upstream sees an ordinary request at most. */
        NO_TUNNEL,
        /** The upstream sees exactly these requests, and the client gets this status. */
        EXACTLY
    }

    static UpgradeAttack refused(String name, String bytes) {
        return new UpgradeAttack(name, bytes, null, Outcome.REFUSED, 0, List.of(), "", "");
    }

    static UpgradeAttack noTunnel(String name, String bytes) {
        return new UpgradeAttack(name, bytes, null, Outcome.NO_TUNNEL, 0, List.of(), "", "");
    }

    static UpgradeAttack ordinary(String name, String bytes, String... targets) {
        return new UpgradeAttack(name, bytes, null, Outcome.EXACTLY, 200, List.of(targets).stream().map(target -> target + " -").toList(), "", "");
    }

    static UpgradeAttack tunnel(String name, String bytes, String seen, String sent) {
        return new UpgradeAttack(name, bytes, null, Outcome.EXACTLY, 101, List.of(seen), sent, "");
    }

    UpgradeAttack answered(String by, int expected) {
        return new UpgradeAttack(name, bytes, by, Outcome.EXACTLY, expected, seen, expected == 101 ? sent : "", "");
    }

    UpgradeAttack receives(String bytesOfTunnel) {
        return new UpgradeAttack(name, bytes, answer, outcome, status, seen, sent, bytesOfTunnel);
    }

    @Override
    public String toString() {
        return name;
    }
}
