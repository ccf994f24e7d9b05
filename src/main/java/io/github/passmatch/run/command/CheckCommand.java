package io.github.passmatch.run.command;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.fix.FixedText;
import io.github.passmatch.config.fix.Fixer;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.config.problem.Problem.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: says everything there is to say about files, without starting anything. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Checks configuration files and lists errors, warnings, and lines that concern httpd only. Exit code: 0 usable, 1 errors (or warnings with --strict), 2 usage.")
public final class CheckCommand implements Callable<Integer> {

    private static final String EVERY_ID = "all";

    enum Format { text, json, sarif }

    @Spec
    private CommandSpec command;

    @Option(names = "--strict", description = "Treats warnings as errors.")
    private boolean strict;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (the default), json, or sarif (SARIF 2.1.0).")
    private Format format = Format.text;

    @Option(names = "--all", description = "Lists each line that concerns httpd only, instead of one summary.")
    private boolean all;

    @Option(names = "--container", description = "Checks for a servlet container, which does TLS to clients, instead of for java -jar.")
    private boolean container;

    @Option(names = "--fix", description = "Corrects the lines whose finding has exactly one cure, and prints them as a diff. FILE.bak keeps the previous text. Included files are not changed.")
    private boolean fix;

    @Option(names = "--diff", description = "Prints what --fix would change, and changes nothing.")
    private boolean diff;

    @Option(names = "--explain", paramLabel = "ID", arity = "0..1", fallbackValue = EVERY_ID,
            description = "Prints cause, cure and example of one finding ([back-reference]) or of one reason in the access log (closed:rule); without ID, or with \"all\", lists all of them.")
    private String explained;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files of httpd directives; each file is a separate configuration.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        if (explained != null) return explain();
        if (files.isEmpty()) throw new ParameterException(command.commandLine(), "Missing required parameter: 'FILE'");
        List<CheckedFile> checked = new ArrayList<>();
        for (Path file : files) {
            try {
                if ((fix || diff) && !fix(file)) return CommandLine.ExitCode.USAGE;
                checked.add(check(file));
            } catch (IOException e) {
                command.commandLine().getErr().println("passmatch: " + ConfigOption.unreadable(file, e));
                return CommandLine.ExitCode.USAGE;
            }
        }
        PrintWriter out = command.commandLine().getOut();
        switch (format) {
            case text -> checked.forEach(file -> out.println(file.text(all)));
            case json -> out.println(CheckReport.json(checked));
            case sarif -> out.println(CheckReport.sarif(checked));
        }
        out.flush();
        return checked.stream().anyMatch(this::fails) ? 1 : 0;
    }

    private int explain() {
        if (!files.isEmpty()) throw new ParameterException(command.commandLine(), "--explain accepts one ID and no FILE");
        Optional<String> text = explained.equals(EVERY_ID) ? Optional.of(ExplainedId.list()) : ExplainedId.find(explained).map(ExplainedId::text);
        text.ifPresentOrElse(command.commandLine().getOut()::println, () -> command.commandLine().getErr().println("passmatch: " + ExplainedId.unknown(explained)));
        return text.isPresent() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.USAGE;
    }

    private boolean fails(CheckedFile file) {
        return file.count(Severity.ERROR) > 0 || strict && file.count(Severity.WARNING) > 0;
    }

    private CheckedFile check(Path file) throws IOException {
        try {
            Reading reading = read(ConfigSource.file(file));
            return new CheckedFile(file, reading.config().withMembers(), reading.problems());
        } catch (ConfigException e) {
            return new CheckedFile(file, List.of(), e.problems());
        }
    }

    private Reading read(ConfigSource source) throws ConfigException {
        return container ? ConfigReader.read(source, System.getenv()) : ConfigReader.readStandalone(source, System.getenv());
    }

    private List<Problem> problems(ConfigSource source) {
        try {
            return read(source).problems();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    /** In JSON and SARIF, the diff must not be a part of the report. */
    private boolean fix(Path file) throws IOException {
        FixedText fixed = Fixer.fix(ConfigSource.file(file), this::problems);
        PrintWriter out = format == Format.text ? command.commandLine().getOut() : command.commandLine().getErr();
        out.print(fixed.diff(file.toString()));
        int lines = fixed.correctedLines();
        String corrected = file + ": " + (lines == 0 ? "nothing" : lines == 1 ? "1 line" : lines + " lines");
        if (diff) out.println(corrected + " to correct");
        else if (lines == 0) out.println(corrected + " corrected");
        else {
            try {
                out.println(corrected + " corrected; the previous text is in " + FixedFile.write(file, fixed.text()));
            } catch (IOException e) {
                command.commandLine().getErr().println("passmatch: " + file + " was not changed: " + e.getMessage());
                return false;
            }
        }
        out.println();
        return true;
    }
}
