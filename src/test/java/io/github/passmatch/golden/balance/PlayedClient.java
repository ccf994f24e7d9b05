package io.github.passmatch.golden.balance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.function.UnaryOperator;

/** Sends one request of a row on a connection of its own. */
final class PlayedClient {

    private static final int PATIENCE = 15_000;

    /** @param wrong what went wrong in a tunnel, or null */
    record Answer(int status, Wire.Head head, String body, String wrong) { }

    private PlayedClient() { }

    static Answer ask(int port, JsonObject request, JsonArray script, UnaryOperator<String> fill) throws IOException {
        try (Wire wire = new Wire(new Socket("127.0.0.1", port))) {
            wire.socket.setSoTimeout(PATIENCE);
            String body = request.has("form") ? request.get("form").getAsString() : request.has("body") ? request.get("body").getAsString() : "";
            wire.send(head(request, fill) + fill.apply(body));
            Wire.Head head = wire.head();
            int status = status(head);
            for (; status >= 100 && status < 200 && status != 101; status = status(head)) head = wire.head();
            if (status == 101) return new Answer(status, head, "", wire.play(script, fill));
            boolean noBody = request.has("method") && request.get("method").getAsString().equals("HEAD") || status == 204 || status == 304;
            return new Answer(status, head, noBody ? "" : wire.body(head, true), null);
        }
    }

    private static int status(Wire.Head head) throws IOException {
        if (head == null) throw new IOException("no answer");
        return Integer.parseInt(head.firstLine().split(" ")[1]);
    }

    private static String head(JsonObject request, UnaryOperator<String> fill) {
        boolean form = request.has("form");
        String method = form ? "POST" : request.has("method") ? request.get("method").getAsString() : "GET";
        StringBuilder head = new StringBuilder(method + " " + fill.apply(request.get("target").getAsString()) + " HTTP/" + (request.has("version") ? request.get("version").getAsString() : "1.1") + "\r\n");
        if (request.has("headers")) fields(request.getAsJsonArray("headers"), head, fill);
        else head.append("Host: www.example.org\r\nConnection: close\r\n");
        if (request.has("extra")) fields(request.getAsJsonArray("extra"), head, fill);
        if (form) head.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ").append(fill.apply(request.get("form").getAsString()).getBytes(ISO_8859_1).length).append("\r\n");
        return head.append("\r\n").toString();
    }

    private static void fields(JsonArray fields, StringBuilder head, UnaryOperator<String> fill) {
        for (JsonElement field : fields) {
            List<String> pair = BalanceRow.texts(field.getAsJsonArray());
            head.append(pair.get(0)).append(": ").append(fill.apply(pair.get(1))).append("\r\n");
        }
    }
}
