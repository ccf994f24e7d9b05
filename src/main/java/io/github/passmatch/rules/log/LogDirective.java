package io.github.passmatch.rules.log;

import io.github.passmatch.rules.environment.RequestVariable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of {@code LogFormat}: what follows {@code %}. A value that is missing is null; the caller writes a dash. */
enum LogDirective {

    REMOTE_HOST("h", (request, argument) -> LogEscape.of(client(request, argument))),
    REMOTE_ADDRESS("a", (request, argument) -> client(request, argument)),
    LOCAL_ADDRESS("A", (request, argument) -> request.context().request().serverAddress()),
    /** identd, which nobody asks. */
    LOGIN_NAME("l", (request, argument) -> null),
    USER("u", (request, argument) -> user(request.context().environment().userOr(request.context().request()))),
    TIME("t", (request, argument) -> LogTime.write(argument, request.beganMicros(), request.elapsedMicros())),
    REQUEST_LINE("r", (request, argument) -> LogEscape.of(request.requestLine())),
    STATUS("s", (request, argument) -> request.status() <= 0 ? null : String.valueOf(request.status())),
    BODY_OR_DASH("b", (request, argument) -> request.bodySent() <= 0 ? null : String.valueOf(request.bodySent())),
    BODY("B", (request, argument) -> String.valueOf(request.bodySent())),
    MICROS("D", (request, argument) -> String.valueOf(request.elapsedMicros())),
    DURATION("T", (request, argument) -> LogTime.duration(argument, request.elapsedMicros())),
    REQUEST_FIELD("i", (request, argument) -> joined(request.requestField(argument))),
    RESPONSE_FIELD("o", (request, argument) -> responseField(request, argument)),
    COOKIE("C", (request, argument) -> LogEscape.of(cookie(request.requestField("Cookie"), argument))),
    VARIABLE("e", (request, argument) -> LogEscape.of(request.context().environment().get(argument))),
    NOTE("n", (request, argument) -> LogEscape.of(request.note(argument).orElse(null))),
    METHOD("m", (request, argument) -> LogEscape.of(request.context().request().method())),
    PATH("U", (request, argument) -> LogEscape.of(request.path())),
    QUERY("q", (request, argument) -> request.context().request().query() == null ? "" : LogEscape.of("?" + request.context().request().query())),
    PROTOCOL("H", (request, argument) -> LogEscape.of(request.context().request().protocol())),
    PORT("p", (request, argument) -> port(request, argument)),
    SERVER_NAME("v", (request, argument) -> LogEscape.of(request.context().server().configured())),
    NAMED_HOST("V", (request, argument) -> LogEscape.of(request.context().server().host(request.context().request()))),
    FILE("f", (request, argument) -> LogEscape.of(request.target().map(url -> "proxy:" + url).orElse(null))),
    HANDLER("R", (request, argument) -> request.target().isPresent() ? "proxy-server" : null),
    PROCESS("P", (request, argument) -> process(argument)),
    BYTES_RECEIVED("I", (request, argument) -> String.valueOf(request.bytesReceived())),
    BYTES_SENT("O", (request, argument) -> String.valueOf(request.bytesSent())),
    BYTES("S", (request, argument) -> String.valueOf(request.bytesReceived() + request.bytesSent())),
    CONNECTION("X", (request, argument) -> !request.isComplete() ? "X" : request.keepsConnection() ? "+" : "-"),
    /** The error log of httpd has ids of requests; here are none. */
    LOG_ID("L", (request, argument) -> null),
    /** Servlet containers do not tell. */
    KEEP_ALIVES("k", (request, argument) -> null),
    TLS_VARIABLE("x", (request, argument) -> tls(request, argument)),
    TLS_OLD("c", (request, argument) -> tls(request, argument)),
    FIRST_BYTE("^FB", (request, argument) -> null),
    REQUEST_TRAILER("^ti", (request, argument) -> null),
    RESPONSE_TRAILER("^to", (request, argument) -> null);

    /** A value without line ends and quotes; null: missing. */
    @FunctionalInterface
    interface Value {
        String of(LoggedRequest request, String argument);
    }

    private final String letters;
    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Value value;

    LogDirective(String letters, Value value) {
        this.letters = letters;
        this.value = value;
    }

    String letters() {
        return letters;
    }

    String value(LoggedRequest request, String argument) {
        return value.of(request, argument);
    }

    /** Whether the value is always a dash here, but not in httpd. */
    boolean isAlwaysMissing() {
        return this == KEEP_ALIVES || this == LOG_ID || this == FIRST_BYTE || this == REQUEST_TRAILER || this == RESPONSE_TRAILER;
    }

    /** The directive whose letters begin at {@code from}; empty if there is none. */
    static Optional<LogDirective> at(String format, int from) {
        for (LogDirective directive : values()) if (format.startsWith(directive.letters, from)) return Optional.of(directive);
        return Optional.empty();
    }

    private static String client(LoggedRequest request, String argument) {
        return argument.equals("c") ? request.peerAddress() : request.context().request().remoteAddress();
    }

    private static String user(String name) {
        if (name == null) return null;
        return name.isEmpty() ? "\"\"" : LogEscape.of(name);
    }

    private static String joined(List<String> values) {
        return values.isEmpty() ? null : LogEscape.of(values.size() == 1 ? values.get(0) : String.join(", ", values));
    }

    /** As in httpd: of several lines the first one, except for cookies; the media type without parameters. */
    private static String responseField(LoggedRequest request, String name) {
        List<String> values = request.responseField(name);
        if (values.isEmpty() || name.equalsIgnoreCase("Set-Cookie")) return joined(values);
        String first = values.get(0);
        int parameters = name.equalsIgnoreCase("Content-Type") ? first.indexOf(';') : -1;
        return LogEscape.of(parameters < 0 ? first : first.substring(0, parameters).strip());
    }

    /** The value of the first cookie with this name, in any case. */
    private static String cookie(List<String> lines, String name) {
        for (String line : lines) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name) && equals + 1 < pair.length()) return pair.substring(equals + 1).strip();
            }
        }
        return null;
    }

    private static String port(LoggedRequest request, String argument) {
        int port = switch (argument.toLowerCase(Locale.ROOT)) {
            case "", "canonical" -> request.context().server().canonicalPort(request.context().request());
            case "local" -> request.port(true);
            case "remote" -> request.port(false);
            default -> -1;
        };
        return port < 0 ? LogEscape.of(argument) : String.valueOf(port);
    }

    private static String process(String argument) {
        return switch (argument) {
            case "tid" -> String.valueOf(Thread.currentThread().getId());
            case "hextid" -> Long.toHexString(Thread.currentThread().getId());
            default -> String.valueOf(ProcessHandle.current().pid());
        };
    }

    private static String tls(LoggedRequest request, String name) {
        String value = RequestVariable.of("SSL:" + name).map(variable -> variable.of(request.context())).orElse("");
        return value.isEmpty() ? null : LogEscape.of(value);
    }
}
