package io.github.passmatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load by wrk: so many connections, each of which asks again as soon as it has the answer. */
final class Wrk {

    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(us|ms|s|m|h)");
    private static final Pattern PERCENTILE = Pattern.compile("^\\s+(50|99)%\\s+([\\d.]+)(us|ms|s|m|h)", Pattern.MULTILINE);
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKETS = Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    /** wrk calls an answer that takes longer an error. */
    private static final String PATIENCE = "30s";

    private final Processes processes;
    private final Path scripts;

    /** @param scripts a directory for what tells wrk to POST */
    Wrk(Processes processes, Path scripts) {
        this.processes = processes;
        this.scripts = scripts;
    }

    Load load(int port, Workload.Request request, int seconds, Runnable meanwhile) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("wrk", "-t", request.connections() > 64 ? "2" : "1", "-c", "" + request.connections(), "-d", seconds + "s",
                "--latency", "--timeout", PATIENCE));
        if (request.bodyLength() > 0) command.addAll(List.of("-s", script(request).toString()));
        command.add("http://127.0.0.1:" + port + request.path());
        return parse(processes.output(command, meanwhile));
    }

    private Path script(Workload.Request request) throws IOException {
        return Files.writeString(scripts.resolve("post-" + request.bodyLength() + ".lua"), """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "%s"
                wrk.body = '{"text":"' .. string.rep("x", %d) .. '"}'
                """.formatted(request.bodyType(), request.bodyLength() - "{'text':''}".length()));
    }

    static Load parse(String output) {
        Matcher total = TOTAL.matcher(output);
        if (!total.find()) throw new IllegalStateException("wrk said:\n" + output);
        double p50 = 0;
        double p99 = 0;
        for (Matcher each = PERCENTILE.matcher(output); each.find(); ) {
            double micros = micros(each.group(2), each.group(3));
            if (each.group(1).equals("50")) p50 = micros;
            else p99 = micros;
        }
        return new Load(Long.parseLong(total.group(1)), micros(total.group(2), total.group(3)) / 1e6, p50, p99, sum(REFUSED, output) + sum(SOCKETS, output));
    }

    private static long sum(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        long sum = 0;
        if (matcher.find()) for (int i = 1; i <= matcher.groupCount(); i++) sum += Long.parseLong(matcher.group(i));
        return sum;
    }

    private static double micros(String number, String unit) {
        double value = Double.parseDouble(number);
        return switch (unit) {
            case "us" -> value;
            case "ms" -> value * 1e3;
            case "s" -> value * 1e6;
            case "m" -> value * 60e6;
            default -> value * 3600e6;
        };
    }
}
