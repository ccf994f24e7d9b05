package io.github.passmatch.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.TunnelClient;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One client of a chaos run with a balancer: requests without and with a session, and tunnels. Checks each byte, and whether an answer may be what it is. */
final class BalancerChaosClient {

    /** For so long a member must have served before a session has to find it: a request that it has received before may time out after 3 s, and the error of a member ends after a second. */
    private static final long STEADY = TimeUnit.MILLISECONDS.toNanos(5_500);

    private final int port;
    private final String name;
    private final List<ChaosMember> members;
    private final Set<String> swallowed;
    private final ChaosTally tally;
    private final Random random;
    private RawClient connection;
    private int requests;

    BalancerChaosClient(int port, int number, List<ChaosMember> members, Set<String> swallowed, ChaosTally tally, long seed) {
        this.port = port;
        this.name = "c" + number;
        this.members = members;
        this.swallowed = swallowed;
        this.tally = tally;
        this.random = new Random(seed ^ (number * 0x9E3779B97F4A7C15L));
    }

    /** Until {@code end}, in nanoseconds. */
    void run(boolean tunnels, long end) throws IOException {
        while (System.nanoTime() - end < 0) {
            if (tunnels) tunnel(end);
            else request();
        }
        if (connection != null) connection.close();
    }

    private void request() throws IOException {
        if (connection == null) connection = new RawClient(port);
        String nonce = name + "-" + ++requests;
        boolean post = random.nextInt(4) == 0;
        int member = random.nextInt(2 * members.size());       // the session of nobody in half of the cases
        boolean session = member < members.size();
        int length = random.nextInt(2_000);
        String body = post ? Marked.body(nonce, random.nextInt(3_000)) : "";
        tally.count("requests");
        long sent = System.nanoTime();
        boolean steady = session && sent - members.get(member).steadySince() > STEADY && members.get(member).steadySince() != Long.MAX_VALUE;
        connection.send((post ? "POST" : "GET") + (session ? " /sticky/" : " /any/") + nonce + " HTTP/1.1\r\nHost: chaos\r\nX-Nonce: " + nonce + "\r\nX-Length: " + length + "\r\n" + ChaosMember.SENT + ": " + sent
                + (session ? "\r\nCookie: ROUTE=x.m" + member : "") + (post ? "\r\nContent-Length: " + body.length() : "") + "\r\n\r\n" + body);
        RawClient.Answer answer = connection.read();
        if (answer == null) {
            tally.broken(nonce + " was not answered");
            connection = null;
            return;
        }
        tally.count("answer " + (post ? "POST " : "GET ") + answer.status() + (answer.complete() ? "" : " cut"));
        judge(answer, nonce, post, length);
        if (answer.status() == 200 && steady && members.get(member).livedSince(sent - STEADY) && members.get(member).life() == ChaosMember.Life.UP && !String.valueOf(member).equals(answer.field("X-Member")))
            tally.broken(nonce + " of the session of member " + member + " was answered by " + answer.field("X-Member"));
        if (answer.complete() && !"close".equalsIgnoreCase(answer.field("Connection"))) return;
        connection.close();
        connection = null;
    }

    private void judge(RawClient.Answer answer, String nonce, boolean post, int length) {
        if (answer.status() == 200) {
            if (!nonce.equals(answer.field("X-Nonce"))) tally.broken(nonce + " was given the answer of " + answer.field("X-Nonce"));
            if (!Marked.begins(answer.body(), nonce)) tally.broken(nonce + " was given another's bytes");
            if (answer.complete() && answer.body().length() != length) tally.broken("a body of " + length + " bytes was delivered as whole with " + answer.body().length());
        } else if (answer.status() < 500) {
            tally.broken("an answer that nobody gave: " + answer);
        } else if (!post && isLost(nonce, answer.status())) {
            tally.broken("the GET " + nonce + " is lost, although a member lives: " + answer);
        }
    }

    /** A member that lives may still be late on a busy machine: that is counted, and is not lost. */
    private boolean isLost(String nonce, int status) {
        if (swallowed.contains(nonce)) return false;
        if (status == 504) tally.count("late 504");
        return status != 504;
    }

    /** Opens a tunnel, and uses it until it ends, or for a while. */
    private void tunnel(long end) throws IOException {
        String nonce = name + "-" + ++requests;
        try (TunnelClient client = new TunnelClient(port)) {
            long opened = System.nanoTime();
            RawClient.Answer answer = client.ask("/any/" + nonce, TunnelClient.WEBSOCKET + "X-Nonce: " + nonce + "\r\n" + ChaosMember.SENT + ": " + opened + "\r\n");
            tally.count("answer tunnel " + (answer == null ? "none" : answer.status()));
            if (answer == null || answer.status() != 101) {
                if (answer == null || isLost(nonce, answer.status())) tally.broken("the tunnel " + nonce + " was not opened, although a member lives: " + answer);
                return;
            }
            byte[] who = client.raw().readBytes(1);
            long stay = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(5_000));
            boolean whole = who.length == 1;
            for (int i = 0; whole && System.nanoTime() - stay < 0 && System.nanoTime() - end < 0; i++) whole = echoes(client, nonce + "-" + i, 1 + random.nextInt(random.nextInt(20) == 0 ? 200_000 : 3_000));
            tally.count(whole ? "tunnel ended by the client" : "tunnel ended by its member");
            if (!whole && who.length == 1 && members.get(who[0] - '0').livedSince(opened)) tally.broken("the tunnel " + nonce + " has ended, although member " + (char) who[0] + " lives");
        }
    }

    private boolean echoes(TunnelClient client, String mark, int length) {
        byte[] sent = Marked.body(mark, length).getBytes(ISO_8859_1);
        try {
            byte[] received = client.echoOf(sent);
            if (!Marked.begins(new String(received, ISO_8859_1), mark)) tally.broken("the tunnel of " + mark + " was given another's bytes");
            return received.length == sent.length;
        } catch (Exception e) {
            return false;
        }
    }
}
