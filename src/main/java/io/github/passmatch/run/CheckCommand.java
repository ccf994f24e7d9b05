package io.github.passmatch.run;

import io.github.passmatch.config.ConfigException;
import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.ConfigSource;
import io.github.passmatch.config.Problem;
import io.github.passmatch.config.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code check}: says everything there is to say about files, without starting anything. Only errors count as problems. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Reads configuration files and lists what is wrong, doubtful or not ours. Exit code: 0 usable, 1 errors, 2 usage.")
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of httpd directives, each a configuration of its own.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException {
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) throw new ParameterException(command.commandLine(), "cannot read " + file);
        }
        boolean allFine = true;
        for (Path file : files) allFine &= check(file);
        return allFine ? 0 : 1;
    }

    private boolean check(Path file) throws IOException {
        try {
            Reading reading = ConfigReader.read(ConfigSource.file(file), System.getenv());
            print(file, reading.problems(), count(reading.config().rules().size(), "rule"));
            return true;
        } catch (ConfigException e) {
            print(file, e.problems(), "not usable");
            return false;
        }
    }

    private void print(Path file, List<Problem> problems, String outcome) {
        PrintWriter out = command.commandLine().getOut();
        for (Problem problem : problems) out.println(problem.render());
        List<String> parts = new ArrayList<>(List.of(outcome));
        Map<Problem.Severity, Long> counts = problems.stream().collect(
                Collectors.groupingBy(Problem::severity, () -> new EnumMap<>(Problem.Severity.class), Collectors.counting()));
        counts.forEach((severity, number) -> parts.add(count(number, severity.name().toLowerCase(Locale.ROOT))));
        out.println(file + ": " + String.join(", ", parts));
        out.flush();
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
