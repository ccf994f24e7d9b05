package io.github.passmatch.run.command;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.MisspeltNames;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.run.process.ReloadSignal;
import io.github.passmatch.run.process.ShutdownHook;
import io.github.passmatch.run.server.Service;
import io.github.passmatch.run.server.StandaloneServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Defines the options of {@code serve} and runs the server. */
public final class ServeOptions {

    private static final int DEFAULT_PORT = 8080;
    private static final List<String> COMMANDS = List.of("serve", "demo", "demo-app", "check", "explain", "ready", "help");

    private static final String HOW_TO_START = """
            passmatch: there is no configuration. Give a file of httpd directives:

                java -jar passmatch.war --config proxy.conf

            or set PASSMATCH_CONFIG in the environment (or -Dpassmatch.config=...). The shortest useful file is

                ProxyPass "/app" "http://127.0.0.1:8081/app"

            `java -jar passmatch.war demo` runs a proxy with a sample app, `--help` lists the options.""";

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; overrides Listen. Default: Listen, else " + DEFAULT_PORT + ". 0: any free port.")
    private Integer port;

    @Option(names = "--host", paramLabel = "ADDR", description = "Address to listen on; overrides Listen. Default: Listen, else all addresses.")
    private String host;

    @Mixin
    private ConfigOption config;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The same as --config FILE.")
    private Path argument;

    /** Serves until a signal stops the process; returns an exit code. */
    public int run(ShutdownHook shutdownHook) throws Exception {
        if (port != null && (port < 0 || port > 65535)) return fail(2, "--port must be 0 to 65535, was " + port);
        if (argument != null && Files.notExists(argument)) return fail(2, "there is no command or file " + argument + ". " + advice(argument.toString()));
        MisspeltNames.ofProcess().forEach(warning -> System.err.println("passmatch: warning: " + warning));
        Optional<Path> file = argument != null ? Optional.of(argument) : config.file();
        if (file.isEmpty()) {
            System.err.println(HOW_TO_START);
            return 2;
        }
        ConfigOrigin origin = ConfigOrigin.standaloneFile(file.get());
        Reading reading;
        try {
            reading = origin.read();
        } catch (ConfigException e) {
            return fail(1, ConfigOption.refusal(e));
        } catch (IOException e) {
            return fail(1, ConfigOption.unreadable(file.get(), e));
        }
        StandaloneServer server = new StandaloneServer(reading, origin, listen(reading.config().listen()));
        return new Service(server).runUntilStopped(shutdownHook, () -> ReloadSignal.handleWith(() -> server.reload(ReloadSignal.NAME)));
    }

    private static String advice(String typed) {
        return Hints.closest(typed, COMMANDS).map(command -> "Did you mean " + command + "?").orElse("--help lists the commands.");
    }

    private static int fail(int code, String message) {
        System.err.println("passmatch: " + message);
        return code;
    }

    static List<Listen> orDefault(List<Listen> configured) {
        return configured.isEmpty() ? List.of(new Listen(Optional.empty(), DEFAULT_PORT)) : configured;
    }

    private List<Listen> listen(List<Listen> configured) {
        return ListenAddresses.of(orDefault(configured), Optional.ofNullable(host), Optional.ofNullable(port));
    }
}
