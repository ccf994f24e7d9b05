package io.github.passmatch.config.file;

import io.github.passmatch.config.draft.FileFinding;
import io.github.passmatch.config.draft.FileSettingsDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.file.LinkOptions;
import io.github.passmatch.rules.file.LinkOptions.Option;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the lines about files that can differ between directories. */
public final class FileSettingLines {

    /** Options without effect here: a file that httpd would run, or change, is refused. */
    private static final Set<String> OTHER_OPTIONS = Set.of("includes", "includesnoexec", "execcgi", "multiviews");
    /** Handlers that send the file as it is. */
    private static final Set<String> PLAIN_HANDLERS = Set.of("default-handler", "none");
    private static final String PROGRAM_TYPE = "application/x-httpd-";

    private FileSettingLines() { }

    public static void options(Line line, LineContext context) {
        Problems problems = context.problems();
        Set<Option> added = EnumSet.noneOf(Option.class);
        Set<Option> removed = EnumSet.noneOf(Option.class);
        boolean replaces = false;
        for (Word word : line.arguments()) {
            boolean plus = word.text().startsWith("+");
            boolean minus = word.text().startsWith("-");
            String name = plus || minus ? word.text().substring(1) : word.text();
            if (!plus && !minus) replaces = true;
            Optional<Option> option = Option.named(name);
            Set<Option> target = minus ? removed : added;
            if (option.isPresent()) target.add(option.get());
            else if (name.equalsIgnoreCase("all")) target.addAll(List.of(Option.FOLLOW_SYM_LINKS, Option.INDEXES));
            else if (!name.equalsIgnoreCase("none") && !OTHER_OPTIONS.contains(name.toLowerCase(Locale.ROOT))) problems.error(word.place(), "unknown option \"" + word.text() + "\"", "the options are FollowSymLinks, SymLinksIfOwnerMatch, Indexes, Includes, IncludesNOEXEC, ExecCGI, MultiViews, All and None");
            boolean reported = name.toLowerCase(Locale.ROOT).startsWith("includes") && context.section().filter(section -> section.kind.ofFiles()).isEmpty();
            if (!minus && !reported) difference(name).ifPresent(what -> note(line, word, what, context));
        }
        FileSettingsDraft files = context.scope().files;
        files.links = files.links.with(new LinkOptions(replaces, added, removed));
    }

    private static void note(Line line, Word word, String what, LineContext context) {
        context.config().fileFindings.add(new FileFinding(line, false, word.place(), what, ""));
    }

    /** What httpd would do, and Passmatch does not. */
    private static Optional<String> difference(String option) {
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "indexes", "all" -> Optional.of("httpd would list a directory without index; here such a directory is answered with 403");
            case "multiviews" -> Optional.of("httpd would look for files with other extensions (MultiViews); here only the named file is served");
            case "includes", "includesnoexec" -> Optional.of("httpd would run server-side includes; here .shtml files are refused, and other files are sent as they are");
            default -> Optional.empty();
        };
    }

    public static void allowOverride(Line line, LineContext context) {
        boolean none = line.count() == 1 && line.argument(0).is("None");
        if (!none) context.config().fileFindings.add(new FileFinding(line, true, line.place(), line.name().text() + " lets httpd read .htaccess files, which are not read here: files in a directory that has one are refused with 500",
                "move the lines of .htaccess files into <Directory> sections, and write AllowOverride None"));
        context.scope().files.overrides = Optional.of(none ? Optional.empty() : Optional.of(line.place()));
    }

    /** {@code AllowOverrideList}: {@code None} does not take back what {@code AllowOverride} allows. */
    public static void allowOverrideList(Line line, LineContext context) {
        if (line.count() != 1 || !line.argument(0).is("None")) allowOverride(line, context);
    }

    public static void index(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), "DirectoryIndex needs names of files", "write DirectoryIndex index.html");
        boolean disabled = line.count() == 1 && line.argument(0).is("disabled");
        List<String> names = new ArrayList<>(disabled ? List.of() : context.scope().files.index.orElse(List.of()));
        if (!disabled) line.arguments().forEach(word -> names.add(Bytes.of(word.text())));
        context.scope().files.index = Optional.of(names);
    }

    public static void slash(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(Value::onOff).ifPresent(on -> context.scope().files.slash = Optional.of(on));
    }

    public static void fallback(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> {
            boolean disabled = value.text().equalsIgnoreCase("disabled");
            if (!disabled && !value.text().startsWith("/")) context.problems().error(value.place(), "FallbackResource takes a local path or disabled, not \"" + value.text() + "\"", "write FallbackResource /index.html");
            else context.scope().files.fallback = Optional.of(disabled ? "" : Bytes.of(value.text()));
        });
    }

    public static void type(Line line, LineContext context) {
        if (line.count() < 2) context.problems().error(line.end(), "AddType needs a type and extensions", "write AddType text/markdown .md");
        else if (line.argument(0).text().toLowerCase(Locale.ROOT).startsWith(PROGRAM_TYPE)) addHandler(line, context);
        else context.scope().files.types.putAll(extensions(line, Bytes.of(line.argument(0).text())));
    }

    public static void forcedType(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> context.scope().files.forced = Optional.of(value.text().equalsIgnoreCase("none") ? "" : Bytes.of(value.text())));
    }

    public static void addHandler(Line line, LineContext context) {
        if (line.count() < 2) {
            context.problems().error(line.end(), line.name().text() + " needs a handler and extensions", "");
            return;
        }
        boolean plain = PLAIN_HANDLERS.contains(line.argument(0).text().toLowerCase(Locale.ROOT));
        if (!plain) context.config().fileFindings.add(new FileFinding(line, true, line.place(), line.name().text() + " gives files to " + line.argument(0).text() + ", which does not exist here: the files are refused with 500",
                "run the application with its own server, and forward to the server"));
        context.scope().files.handlers.putAll(extensions(line, plain ? "" : line.text()));
    }

    /** {@code SetHandler} of another handler than the balancer-manager: files are not served where it applies. */
    public static void handler(Line line, LineContext context) {
        boolean plain = line.count() == 1 && PLAIN_HANDLERS.contains(line.argument(0).text().toLowerCase(Locale.ROOT));
        context.scope().files.handler = Optional.of(plain ? "" : line.text());
    }

    /** Another name than {@code .htaccess} is refused: such files would be served. */
    public static void overrideFile(Line line, LineContext context) {
        for (Word word : line.arguments())
            if (!word.text().equals(".htaccess")) context.problems().error(word.place(), "AccessFileName takes only .htaccess here, not \"" + word.text() + "\"", "move the lines of such files into <Directory> sections, and remove the line");
    }

    private static Map<String, String> extensions(Line line, String value) {
        Map<String, String> values = new HashMap<>();
        for (Word word : line.arguments().subList(1, line.count())) values.put(Bytes.of(word.text().replaceFirst("^\\.", "").toLowerCase(Locale.ROOT)), value);
        return values;
    }
}
