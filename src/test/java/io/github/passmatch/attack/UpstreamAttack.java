package io.github.passmatch.attack;

/**
 * One attack by an upstream, or a fault of it.
 *
 * @param row     of the attack list
 * @param name    what is wrong
 * @param bytes   its answer, after which it closes the connection if {@code closes}, by reset if {@code resets}
 * @param status  what the client gets
 * @param body    the body that the client gets; null: cut short, and seen to be so
 * @param keeps   whether the connection may be used again
 */
record UpstreamAttack(String row, String name, String method, String bytes, End end, int status, String body, boolean keeps) {

    /** How the upstream ends. */
    enum End { STAYS, CLOSES, RESETS }

    static UpstreamAttack refused(String row, String name, String bytes) {
        return new UpstreamAttack(row, name, "GET", bytes, End.STAYS, 502, "502 Bad Gateway\n", false);
    }

    static UpstreamAttack refusedAtEnd(String row, String name, String bytes) {
        return new UpstreamAttack(row, name, "GET", bytes, End.CLOSES, 502, "502 Bad Gateway\n", false);
    }

    static UpstreamAttack cut(String row, String name, String bytes, End end) {
        return new UpstreamAttack(row, name, "GET", bytes, end, 200, null, false);
    }

    static UpstreamAttack passes(String row, String name, String bytes, String body, boolean keeps) {
        return new UpstreamAttack(row, name, "GET", bytes, End.STAYS, 200, body, keeps);
    }

    @Override
    public String toString() {
        return row + " " + name;
    }
}
