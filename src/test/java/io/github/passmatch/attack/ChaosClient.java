package io.github.passmatch.attack;

import io.github.passmatch.testing.RawClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Random;

/** One client of a chaos run: asks on and on, leaves now and then, and checks every byte it gets. */
final class ChaosClient {

    private static final int LARGEST = 60_000;

    private final int port;
    private final String name;
    private final ChaosTally tally;
    private final Random random;
    private RawClient connection;
    private boolean fresh;
    private int requests;

    ChaosClient(int port, int number, ChaosTally tally, long seed) {
        this.port = port;
        this.name = "c" + number;
        this.tally = tally;
        this.random = new Random(seed ^ (number * 0x9E3779B97F4A7C15L));
    }

    /** Until {@code end}, in nanoseconds. */
    void run(long end) throws IOException {
        while (System.nanoTime() - end < 0) {
            if (connection == null) {
                connection = new RawClient(port);
                fresh = true;
            }
            if (!one()) {
                connection.close();
                connection = null;
            }
            fresh = false;
        }
        if (connection != null) connection.close();
    }

    /** One request; whether its connection can be used for another. */
    private boolean one() throws IOException {
        String nonce = name + "-" + ++requests;
        int length = size();
        int upload = random.nextInt(3) == 0 ? size() : 0;
        tally.count("requests");
        try {
            boolean whole = send(nonce, length, upload);
            if (!whole || random.nextInt(40) == 0) return left();
            RawClient.Answer answer = connection.read();
            return judge(answer, nonce, length, upload);
        } catch (SocketTimeoutException e) {
            tally.broken("no answer to " + nonce + " within " + e.getMessage());
            return false;
        } catch (IOException e) {
            tally.count("answer reset");        // with an upload unread, the container resets
            if (upload == 0 && fresh) tally.broken("a request without body was reset: " + e);
            return false;
        }
    }

    private int size() {
        return random.nextInt(8) == 0 ? random.nextInt(LARGEST) : random.nextInt(2000);
    }

    /** Leaves rudely in half of the cases. */
    private boolean left() throws IOException {
        tally.count("left by the client");
        if (random.nextBoolean()) connection.reset();
        return false;
    }

    /** Sends it; in a few cases only the first half of the body. */
    private boolean send(String nonce, int length, int upload) throws IOException {
        String rule = random.nextInt(3) == 0 ? "/once" : "/kept";
        String head = (upload > 0 ? random.nextBoolean() ? "POST " : "PUT " : "GET ") + rule + "/" + nonce + " HTTP/1.1\r\nHost: chaos\r\nX-Nonce: " + nonce + "\r\nX-Length: " + length + "\r\n";
        if (upload == 0) {
            connection.send(head + "\r\n");
            return true;
        }
        String body = Marked.body(nonce, upload);
        boolean chunked = random.nextBoolean();
        boolean half = random.nextInt(20) == 0;
        String framing = "X-Upload: " + upload + (chunked ? "\r\nTransfer-Encoding: chunked\r\n\r\n" : "\r\nContent-Length: " + upload + "\r\n\r\n");
        String framed = chunked ? Integer.toHexString(upload) + "\r\n" + body + "\r\n0\r\n\r\n" : body;
        connection.send(head + framing).send(half ? framed.substring(0, framed.length() / 2) : framed);
        return !half;
    }

    private boolean judge(RawClient.Answer answer, String nonce, int length, int upload) {
        if (answer == null) {
            tally.count("answer none");
            if (fresh && upload == 0) tally.broken("a request without body was not answered: " + nonce);
            return false;
        }
        tally.count("answer " + answer.status() + (answer.complete() ? "" : " cut"));
        if (answer.status() == 200) check(answer, nonce, length);
        else if (answer.status() < 400) tally.broken("an answer that nobody gave: " + answer);
        return answer.complete() && !"close".equalsIgnoreCase(answer.field("Connection"));
    }

    private void check(RawClient.Answer answer, String nonce, int length) {
        if (!nonce.equals(answer.field("X-Nonce"))) tally.broken(nonce + " was given the answer of " + answer.field("X-Nonce"));
        if (!Marked.begins(answer.body(), nonce)) tally.broken(nonce + " was given another's bytes");
        if (answer.complete() && answer.body().length() != length) tally.broken("a body of " + length + " bytes was delivered as whole with " + answer.body().length());
    }
}
