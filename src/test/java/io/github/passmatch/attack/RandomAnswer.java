package io.github.passmatch.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An answer made at random: its head, its framing, its pieces, and in two of three cases some harm done to it. */
final class RandomAnswer {

    /** What is wrong with it. */
    enum Harm { NONE, CUT, DAMAGED }

    private enum Framing { LENGTH, CHUNKS, END }

    private static final int[] STATUSES = {200, 200, 200, 201, 206, 299, 301, 404, 500, 503};

    private final Random random;
    private final Harm harm;
    private final Framing framing;
    private final int status;
    private final String body;
    private final String sent;
    private final List<String> pieces;
    private final boolean closes;

    RandomAnswer(Random random) {
        this.random = random;
        this.status = STATUSES[random.nextInt(STATUSES.length)];
        this.body = text(random.nextInt(4) == 0 ? random.nextInt(30_000) : random.nextInt(100));
        this.framing = Framing.values()[random.nextInt(Framing.values().length)];
        String head = head();
        String whole = head + framed();
        // An end is the only mark of a body's end here: cutting it off cannot be seen.
        Harm wanted = Harm.values()[random.nextInt(Harm.values().length)];
        this.harm = wanted == Harm.CUT && framing == Framing.END ? Harm.NONE : wanted;
        this.sent = switch (harm) {
            case NONE -> whole;
            case CUT -> whole.substring(0, random.nextInt(lastNeeded(whole)));
            case DAMAGED -> damaged(whole);
        };
        this.pieces = cutUp();
        // Where the end is a mark, or something is missing, it must come.
        this.closes = framing == Framing.END || harm != Harm.NONE || random.nextInt(10) == 0;
    }

    /**
     * The zero-sized chunk completes a body (RFC 9112 §8); the line ends behind it may be missing. Where the head is all there is, the
     * last LF may be: nothing of the answer is missing then.
     */
    private int lastNeeded(String whole) {
        if (framing == Framing.CHUNKS) return whole.length() - 3;
        return body.isEmpty() ? whole.length() - 1 : whole.length();
    }

    private String head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + (random.nextBoolean() ? " Some Reason" : "") + "\r\n");
        for (int i = random.nextInt(6); i > 0; i--) head.append("X-").append(i).append(random.nextBoolean() ? ": " : ":").append(text(random.nextInt(40))).append("\r\n");
        if (framing == Framing.LENGTH) head.append("Content-Length: ").append(body.length()).append("\r\n");
        if (framing == Framing.CHUNKS) head.append("Transfer-Encoding: chunked\r\n");
        return head.append("\r\n").toString();
    }

    private String framed() {
        if (framing != Framing.CHUNKS) return body;
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length(); ) {
            int size = Math.min(body.length() - at, 1 + random.nextInt(random.nextBoolean() ? 20 : 9000));
            chunks.append(Integer.toHexString(size)).append(random.nextInt(5) == 0 ? ";ext=1" : "").append("\r\n").append(body, at, at + size).append("\r\n");
            at += size;
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    private String damaged(String whole) {
        StringBuilder text = new StringBuilder(whole);
        int first = Math.min(text.length(), 300);       // where the head and the framing are
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(Math.min(first, text.length()) + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(30))));
            }
        }
        return text.toString();
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) text.append((char) ('a' + random.nextInt(26)));
        return text.toString();
    }

    private List<String> cutUp() {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < sent.length(); ) {
            int size = Math.min(sent.length() - at, 1 + random.nextInt(random.nextInt(3) == 0 ? 10 : 20_000));
            pieces.add(sent.substring(at, at + size));
            at += size;
        }
        return pieces.size() > 200 ? List.of(sent) : pieces;
    }

    /** What is sent, in the pieces in which it is sent. */
    List<String> pieces() {
        return pieces;
    }

    /** Whether the upstream closes behind it. */
    boolean closes() {
        return closes;
    }

    Harm harm() {
        return harm;
    }

    int status() {
        return status;
    }

    String body() {
        return body;
    }

    @Override
    public String toString() {
        return harm + " " + framing + " " + status + " body of " + body.length() + ", sent " + (sent.length() > 2000 ? sent.substring(0, 2000) + "…" : sent);
    }
}
