package io.github.passmatch.run.command;

import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.diagnose.explain.Explanation;
import io.github.passmatch.diagnose.explain.Probe;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Field;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs {@code explain}: shows how a configuration handles one request. Opens no connection, except with {@code --probe}. */
@Command(name = "explain", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows how one request is handled and why: rules tried, URL, parameters, pool, what the upstream receives. Exit code: 0 explained, 1 the configuration is not usable or the probe failed, 2 usage.")
public final class ExplainCommand implements Callable<Integer> {

    enum Format { text, json }

    @Spec
    private CommandSpec command;

    @Mixin
    private ConfigOption config;

    @Option(names = "-H", paramLabel = "'Name: value'", description = "A header field of the request; may be repeated.")
    private List<String> fields = new ArrayList<>();

    @Option(names = "--context-path", paramLabel = "PATH", description = "Context path of the application, such as /gw; the URL then begins with this path, as in a browser.")
    private String contextPath = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (the default) or json.")
    private Format format = Format.text;

    @Option(names = "--probe", description = "Sends the request twice to the upstream and shows whether the second request reused the connection of the first, and if not, why.")
    private boolean probe;

    @Parameters(arity = "1..2", paramLabel = "[METHOD] URL", description = "The request. The default method is GET; scheme and host of the URL may be omitted.")
    private List<String> request;

    @Override
    public Integer call() {
        ExplainedRequest wanted = wanted();
        Path file = config.file().orElseThrow(() -> new ParameterException(command.commandLine(), "there is no configuration: use --config FILE"));
        try {
            return explain(ConfigOption.read(file), wanted);
        } catch (ConfigException e) {
            return fail(ConfigOption.refusal(e));
        } catch (IOException e) {
            return fail(ConfigOption.unreadable(file, e));
        }
    }

    private ExplainedRequest wanted() {
        String method = request.size() == 2 ? request.get(0) : "GET";
        try {
            String url = request.get(request.size() - 1);
            return ExplainedRequest.of(method, url, fields.stream().map(this::field).toList()).below(contextPath(), true);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private String contextPath() {
        String path = contextPath.endsWith("/") ? contextPath.substring(0, contextPath.length() - 1) : contextPath;
        if (path.isEmpty() || path.startsWith("/")) return Bytes.of(path);
        throw new ParameterException(command.commandLine(), "--context-path must begin with a slash");
    }

    private Field field(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) throw new ParameterException(command.commandLine(), "-H must be 'Name: value', was \"" + text + "\"");
        return new Field(text.substring(0, colon).strip(), Bytes.of(text.substring(colon + 1).strip()));
    }

    private int explain(Reading reading, ExplainedRequest wanted) {
        Explanation explanation = Explanation.of(reading.config(), wanted);
        if (!probe) return print(format == Format.json ? explanation.json() : explanation.text(), 0);
        if (!Probe.isPossible(explanation)) return fail("nothing to probe: " + explanation.outcome().sentence() + ", or the request has a body, which a probe does not send");
        Probe done = Probe.of(reading.config(), explanation);
        return print(format == Format.json ? done.json() : explanation.text() + done.text(), done.answered() ? 0 : 1);
    }

    private int print(String text, int code) {
        PrintWriter out = command.commandLine().getOut();
        out.println(text.stripTrailing());
        out.flush();
        return code;
    }

    private int fail(String message) {
        command.commandLine().getErr().println("passmatch: " + message);
        command.commandLine().getErr().flush();
        return 1;
    }
}
