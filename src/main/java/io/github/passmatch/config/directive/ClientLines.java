package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.ClientLimitsDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.server.ClientLimits.ReadTime;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the directives for limits of client connections (standalone server). */
final class ClientLines {

    private static final Pattern STAGE = Pattern.compile("(?i)(handshake|header|body)=(\\d{1,9})(?:-(\\d{1,9}))?(?:,minrate=(\\d{1,9}))?");

    private ClientLines() { }

    static void requestWorkers(Line line, LineContext context) {
        positive(line, context).ifPresent(most -> context.config().clients.requestWorkers = most);
    }

    static void pending(Line line, LineContext context) {
        positive(line, context).ifPresent(most -> context.config().clients.pending = most);
    }

    static void drainDelay(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.duration("s", Duration.ZERO)).ifPresent(time -> context.config().clients.drainDelay = time);
    }

    static void stopTime(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.duration("s", Duration.ZERO)).ifPresent(time -> context.config().clients.stopTime = time);
    }

    private static Optional<OptionalInt> positive(Line line, LineContext context) {
        return line.onlyArgument(context.problems()).map(value -> value.integer(1, Integer.MAX_VALUE)).filter(OptionalInt::isPresent);
    }

    /** Has no effect in a virtual host, because the host of a request is known only after the request has been read. */
    static void keepAlive(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(Value::onOff).ifPresent(on -> {
            if (isMain(context)) context.config().clients.keepAlive = Optional.of(on);
            context.problems().note(Finding.KEEPALIVE_OF_CLIENTS, line.place(), "KeepAlive is about the client's connections and has no effect on those to the upstream",
                    "enablereuse= on the rule decides whether connections to the upstream are reused");
        });
    }

    static void keepAliveTimeout(Line line, LineContext context) {
        context.problems().noteOnce(Finding.KEEPALIVE_OF_CLIENTS, line.place(), "KeepAliveTimeout is about the client's connections and has no effect on those to the upstream",
                "ttl= on the rule limits how long an idle connection to the upstream is kept");
        line.onlyArgument(context.problems()).flatMap(value -> value.duration("s", Duration.ofMillis(1))).filter(time -> isMain(context))
                .ifPresent(time -> context.config().clients.keepAliveTimeout = Optional.of(time));
    }

    static void keepAliveRequests(Line line, LineContext context) {
        line.onlyArgument(context.problems()).map(value -> value.integer(0, Integer.MAX_VALUE)).filter(most -> most.isPresent() && isMain(context))
                .ifPresent(most -> context.config().clients.keepAliveRequests = most);
    }

    private static boolean isMain(LineContext context) {
        return context.server() == context.config().main;
    }

    /** {@code header=20-40,MinRate=500 body=20,MinRate=500}. */
    static void readTimes(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), "RequestReadTimeout takes stages such as header=20-40,MinRate=500 and body=20,MinRate=500", "");
        line.arguments().forEach(word -> readTime(word, context));
    }

    private static void readTime(Word word, LineContext context) {
        Matcher stage = STAGE.matcher(word.text());
        if (!stage.matches()) {
            context.problems().error(word.place(), "\"" + word.text() + "\" is not a stage of RequestReadTimeout", "write header=20-40,MinRate=500 or body=20,MinRate=500, in seconds and bytes per second; 0 is no limit");
            return;
        }
        ReadTime time = new ReadTime(number(stage, 2), number(stage, 3), number(stage, 4));
        if (stage.group(3) != null && time.most() <= time.first()) context.problems().error(word.place(), "the longest time of \"" + word.text() + "\" is not longer than the first", "");
        else if (stage.group(3) != null && time.rate() == 0) context.problems().error(word.place(), "\"" + word.text() + "\" has a longest time, but no MinRate", "write ,MinRate=500 after it");
        else if (stage.group(4) != null && time.rate() == 0) context.problems().error(word.place(), "MinRate is at least 1", "remove MinRate if received bytes should not extend the time");
        else if (isMain(context)) set(stage.group(1).toLowerCase(Locale.ROOT), time, context.config().clients);
    }

    private static int number(Matcher stage, int group) {
        return stage.group(group) == null ? 0 : Integer.parseInt(stage.group(group));
    }

    private static void set(String stage, ReadTime time, ClientLimitsDraft limits) {
        if (stage.equals("handshake")) limits.handshake = time;
        if (stage.equals("header")) limits.head = time;
        if (stage.equals("body")) limits.body = time;
    }
}
