package io.github.passmatch.config.draft;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.fields.BadFormat;
import io.github.passmatch.rules.fields.FieldEdit.When;
import io.github.passmatch.rules.log.CustomLog;
import io.github.passmatch.rules.log.LogDestination;
import io.github.passmatch.rules.log.LogFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Collects the access logs of one server. Names of formats are resolved after all lines have been read, as in httpd. */
public final class LogDraft {

    private static final Map<String, CustomLog.Form> WHOLE = Map.of("passmatch-text", CustomLog.Whole.TEXT, "passmatch-json", CustomLog.Whole.JSON);

    /** {@code LogFormat} with a name. */
    public final Map<String, LogFormat> formats = new HashMap<>();
    /** {@code LogFormat} without a name: the format of {@code TransferLog}. */
    public Optional<LogFormat> standard = Optional.empty();
    public final List<Target> targets = new ArrayList<>();

    /**
     * One line.
     *
     * @param format the name of a format, or a format; empty: the standard format
     * @param global {@code GlobalLog}
     */
    public record Target(Place place, LogDestination destination, Optional<Word> format, Optional<When> when, boolean global) { }

    /** Reads a format; empty after an error was reported. */
    public static Optional<LogFormat> read(Word word, Problems problems) {
        String bytes = Bytes.of(word.text());
        try {
            LogFormat format = LogFormat.parse(bytes);
            for (String missing : format.alwaysMissing()) problems.warn(Finding.ACCESS_LOG, word.place(), missing + " is always written as - here", "");
            return Optional.of(format);
        } catch (BadFormat e) {
            problems.error(word.at(Bytes.toText(bytes.substring(0, e.offset())).length()), e.getMessage(), e.hint());
            return Optional.empty();
        }
    }

    /** The logs of this server. As in httpd, a virtual host without lines uses those of the main server, and a virtual host with lines only the global ones. */
    List<CustomLog> build(Optional<LogDraft> main, Problems problems) {
        Stream<Target> inherited = main.stream().flatMap(server -> server.targets.stream()).filter(target -> target.global || targets.isEmpty());
        return Stream.concat(inherited, targets.stream()).flatMap(target -> form(target, main, problems).map(form -> new CustomLog(target.place, target.destination, form, target.when)).stream()).toList();
    }

    private Optional<CustomLog.Form> form(Target target, Optional<LogDraft> main, Problems problems) {
        if (target.format.isEmpty()) return Optional.of(new CustomLog.Httpd(standard.or(() -> main.flatMap(server -> server.standard)).orElseGet(() -> known("common"))));
        Word word = target.format.get();
        String name = word.text();
        Optional<LogFormat> named = Optional.ofNullable(formats.get(name)).or(() -> main.map(server -> server.formats.get(name)));
        if (named.isPresent()) return named.map(CustomLog.Httpd::new);
        if (WHOLE.containsKey(name)) return Optional.of(WHOLE.get(name));
        if (LogFormat.KNOWN.containsKey(name)) return Optional.of(new CustomLog.Httpd(known(name)));
        if (name.indexOf('%') < 0) noFormat(word, main, problems);
        return read(word, problems).map(CustomLog.Httpd::new);
    }

    /** In httpd, each line of the log is then this text. */
    private void noFormat(Word word, Optional<LogDraft> main, Problems problems) {
        List<String> names = Stream.of(formats.keySet(), main.map(server -> server.formats.keySet()).orElse(formats.keySet()), LogFormat.KNOWN.keySet(), WHOLE.keySet()).flatMap(keys -> keys.stream()).distinct().sorted().toList();
        String hint = Hints.didYouMean(word.text(), names);
        problems.warnOnce(Finding.ACCESS_LOG, word.place(), "no LogFormat has the name \"" + word.text() + "\", so each line of the log is this text", hint.isEmpty() ? "names are " + String.join(", ", names) : hint, word.place().toString());
    }

    private static LogFormat known(String name) {
        try {
            return LogFormat.parse(LogFormat.KNOWN.get(name));
        } catch (BadFormat e) {
            throw new IllegalStateException(e);
        }
    }
}
