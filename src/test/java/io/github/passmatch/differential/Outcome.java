package io.github.passmatch.differential;

import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What came of one exchange: what the upstream saw and what the client got.
 *
 * @param answer  null if there was none
 * @param interim the statuses of the interim answers before it
 */
record Outcome(List<RawUpstream.Request> seen, RawClient.Answer answer, List<Integer> interim) {

    /** The same with every text passed through {@code rename}: host and port differ from side to side. */
    Outcome renamed(UnaryOperator<String> rename) {
        RawClient.Answer same = answer == null ? null
                : new RawClient.Answer(answer.status(), rename.apply(answer.statusLine()), fields(answer.fields(), rename), rename.apply(answer.body()), answer.complete());
        return new Outcome(seen.stream().map(request -> new RawUpstream.Request(rename.apply(request.requestLine()), fields(request.fields(), rename), request.body(),
                request.connection(), request.numberOnConnection(), request.complete())).toList(), same, interim);
    }

    private static List<String[]> fields(List<String[]> fields, UnaryOperator<String> rename) {
        return fields.stream().map(field -> new String[] {field[0], rename.apply(field[1])}).toList();
    }

    int status() {
        return answer == null ? 0 : answer.status();
    }

    boolean refused() {
        return seen.isEmpty() && (status() >= 400 && status() < 500 || status() == 501);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (seen.isEmpty()) text.append("      upstream: nothing\n");
        for (RawUpstream.Request request : seen) {
            text.append("      upstream: [connection ").append(request.connection()).append("] ").append(request.requestLine());
            for (String[] field : request.fields()) text.append(" | ").append(field[0]).append(": ").append(field[1]);
            text.append(" || ").append(cut(request.body())).append(request.complete() ? "" : " (incomplete)").append('\n');
        }
        text.append("      client: ").append(interim.isEmpty() ? "" : interim + " ");
        if (answer == null) return text.append("no answer").toString();
        text.append(answer.statusLine());
        for (String[] field : answer.fields()) text.append(" | ").append(field[0]).append(": ").append(field[1]);
        return text.append(" || ").append(cut(answer.body())).append(answer.complete() ? "" : " (incomplete)").toString();
    }

    private static String cut(String text) {
        return (text.length() > 120 ? text.substring(0, 120) + "… " + text.length() + " bytes" : text).replace("\r", "\\r").replace("\n", "\\n");
    }
}
