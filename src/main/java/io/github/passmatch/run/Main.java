package io.github.passmatch.run;

import io.github.passmatch.run.command.CheckCommand;
import io.github.passmatch.run.command.DemoAppCommand;
import io.github.passmatch.run.command.DemoCommand;
import io.github.passmatch.run.command.ExplainCommand;
import io.github.passmatch.run.command.ReadyCommand;
import io.github.passmatch.run.command.ServeOptions;
import io.github.passmatch.run.process.FatalErrors;
import io.github.passmatch.run.process.ShutdownHook;
import io.github.passmatch.run.process.StandaloneLoggers;
import io.github.passmatch.run.process.StandaloneLogging;
import io.github.passmatch.run.server.StandaloneServer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** Parses and runs the command line. Exit codes: 0 success, 1 failure, 2 wrong usage. */
@Command(
        name = "passmatch",
        header = "A reverse proxy that is configured with Apache httpd's ProxyPass and ProxyPassMatch.",
        customSynopsis = {
            "java -jar passmatch.war [serve] [--port N] [--host ADDR] [[--config] FILE]",
            "       java -jar passmatch.war demo [--port N] [--app-port N]",
            "       java -jar passmatch.war demo-app [--port N] [--host ADDR]",
            "       java -jar passmatch.war check [--strict] [--all] [--format text|json|sarif] FILE...",
            "       java -jar passmatch.war explain [--config FILE] [-H 'Name: value']... [--format text|json] [--probe] [METHOD] URL",
            "       java -jar passmatch.war ready [--config FILE] [--port N]"},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        subcommands = {DemoCommand.class, DemoAppCommand.class, CheckCommand.class, ExplainCommand.class, ReadyCommand.class, CommandLine.HelpCommand.class})
public final class Main implements Callable<Integer> {

    private static final String SERVE = "serve";
    /** The options that {@code mixinStandardHelpOptions} adds. */
    private static final Set<String> ONLY_TELLS = Set.of("-h", "--help", "-V", "--version");

    @Mixin
    private ServeOptions serve;

    private final ShutdownHook shutdownHook;

    private Main(ShutdownHook shutdownHook) {
        this.shutdownHook = shutdownHook;
    }

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        ShutdownHook shutdownHook = ShutdownHook.register();
        if (System.getProperty(StandaloneLogging.MANAGER_PROPERTY) == null) System.setProperty(StandaloneLogging.MANAGER_PROPERTY, StandaloneLogging.class.getName());
        FatalErrors.watchThreads();
        StandaloneLoggers.install();
        StandaloneLogging.install();
        if (probablyServes(args)) StandaloneServer.preload();
        System.exit(commandLine(shutdownHook).execute(withoutServe(args)));
    }

    /** A guess before the command line is parsed; a wrong guess only costs time. */
    private static boolean probablyServes(String[] args) {
        return args.length == 0 || args[0].equals(SERVE) || args[0].startsWith("-") && !ONLY_TELLS.contains(args[0]);
    }

    /** The commands, with nothing run yet. */
    static CommandLine commandLine(ShutdownHook shutdownHook) {
        return new CommandLine(new Main(shutdownHook), new Commands(shutdownHook)).setUsageHelpAutoWidth(true);
    }

    /** {@code serve} is the default command. */
    static String[] withoutServe(String[] args) {
        return args.length > 0 && args[0].equals(SERVE) ? Arrays.copyOfRange(args, 1, args.length) : args;
    }

    @Override
    public Integer call() throws Exception {
        return serve.run(shutdownHook);
    }

    /** Creates the commands with their dependencies. */
    private record Commands(ShutdownHook shutdownHook) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == DemoCommand.class ? type.cast(new DemoCommand(shutdownHook)) : CommandLine.defaultFactory().create(type);
        }
    }

    /** The version from the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"passmatch " + (version == null ? "(from a class directory)" : version)
                    + " on Java " + System.getProperty("java.version") + " with Jetty " + org.eclipse.jetty.util.Jetty.VERSION};
        }
    }
}
