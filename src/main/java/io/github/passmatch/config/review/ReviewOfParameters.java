package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.ReuseDecision.Cause;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Reviews the parameters of one rule. */
final class ReviewOfParameters {

    /** Parameters for which httpd reads only the digits, not the unit. */
    private static final Set<String> WHOLE_SECONDS = Set.of("timeout", "ttl", "retry");
    /** Most servers close idle connections within this time (Node.js after 5 s, Tomcat 20 or 60 s, nginx 75 s). */
    private static final Duration USUAL_IDLE_LIMIT = Duration.ofSeconds(75);

    private final Problems problems;
    private final RuleDraft draft;
    private final ConnectionSettings settings;

    ReviewOfParameters(Problems problems, RuleDraft draft, Rule rule) {
        this.problems = problems;
        this.draft = draft;
        this.settings = rule.destination().orElseThrow().connections();
    }

    void run() {
        if (draft.keepaliveOn.isPresent()) keepalive(draft.keepaliveOn.get());
        if (draft.smax.isPresent() && draft.ttl.isEmpty()) problems.warn(Finding.PARAMETER_WITHOUT_EFFECT, draft.smax.get(), "smax acts only together with ttl", "");
        if (draft.retryPlace.isPresent() && draft.status.contains(WorkerFlag.IGNORE_ERRORS))
            problems.note(Finding.PARAMETER_WITHOUT_EFFECT, draft.retryPlace.get(), "retry has no effect on this rule, because every request tries the upstream again", "with status=-I, a failed upstream gets no requests for the time of retry");
        draft.parameters.forEach(this::word);
        shortCaptures();
    }

    private void keepalive(Place place) {
        if (settings.reuse().pooled())
            problems.note(Finding.KEEPALIVE_IS_TCP, place, "keepalive= is TCP keep-alive (SO_KEEPALIVE) and has no effect on connection reuse; this rule reuses connections anyway", "");
        else problems.warn(Finding.KEEPALIVE_IS_TCP, place, "keepalive= is TCP keep-alive (SO_KEEPALIVE) and has no effect on connection reuse",
                settings.reuse().cause() == Cause.BACK_REFERENCE ? "write enablereuse=on" : "reuse is off at " + settings.reuse().place().fileAndLine());
    }

    private void word(Word word) {
        int equals = word.text().indexOf('=');
        if (equals < 0) return;
        String name = word.text().substring(0, equals).toLowerCase(Locale.ROOT);
        String value = word.text().substring(equals + 1);
        Place place = word.at(equals + 1);
        if (WHOLE_SECONDS.contains(name) && value.matches("(?i)[0-9]+(ms|s|mi|min|h)"))
            problems.note(Finding.DEPARTURE, place, "httpd would take " + name + "=" + value + " for " + value.replaceAll("[A-Za-z]", "") + " seconds, because httpd does not read units here; Passmatch uses the unit", "");
        switch (name) {
            case "max" -> problems.noteOnce(Finding.DEPARTURE, place, "httpd counts max for each of its child processes; here max is the total", "");
            case "timeout" -> problems.noteOnce(Finding.DEPARTURE, place, "httpd would answer 502 when no data arrives within timeout; here 504", "");
            case "connectiontimeout" -> problems.noteOnce(Finding.DEPARTURE, place, "httpd would answer 503 when no connection is established within connectiontimeout; here 504", "");
            case "ttl" -> ttl(place);
            case "totaltimeout" -> problems.noteOnce(Finding.DEPARTURE, place, "httpd does not know totaltimeout and would refuse to start", "");
            case "enablereuse", "disablereuse" -> overruled(word, name);
            default -> { }
        }
    }

    private void ttl(Place place) {
        if (settings.reuse().pooled() && settings.ttl().filter(ttl -> ttl.compareTo(USUAL_IDLE_LIMIT) > 0).isPresent())
            problems.note(Finding.TTL_TOO_LONG, place, "upstreams usually close idle connections earlier; httpd would then sometimes answer 502, Passmatch checks the connection before reuse",
                    "set ttl below the idle timeout of the upstream");
    }

    /** Reports a parameter which another line overrides. */
    private void overruled(Word word, String name) {
        boolean wantsReuse = word.text().equalsIgnoreCase(name + (name.equals("enablereuse") ? "=on" : "=off"));
        boolean stronger = switch (settings.reuse().cause()) {
            case ADDRESS_TTL_ZERO, HTTP_1_0_FORCED, NO_KEEPALIVE_SET -> true;
            default -> false;
        };
        if (wantsReuse && stronger) problems.warn(Finding.REUSE_SWITCHED_OFF, word.place(), word.text() + " has no effect: " + settings.reuse().place().fileAndLine()
                + " decides, and switches reuse off", "remove that line or parameter if reuse is wanted");
    }

    /** Departure 1: httpd finds the worker of a rule by the URL after substitution, and this URL must be at least as long as the URL of the rule. */
    private void shortCaptures() {
        Target target = draft.target.orElseThrow();
        if (!(draft.pattern instanceof PathRegex regex) || !settings.reuse().pooled() || !target.hasReferences()) return;
        RegexShape shape = new RegexShape(regex);
        boolean mayBeShort = target.highestReference() > 0 && shape.shortest(target.highestReference()) < 2;
        if (mayBeShort) problems.noteOnce(Finding.DEPARTURE, draft.url.at(Math.max(0, draft.url.text().indexOf('$'))),
                "httpd would ignore the parameters of this rule and not reuse connections when the captured text is shorter than the reference; here the length does not matter", "");
    }
}
