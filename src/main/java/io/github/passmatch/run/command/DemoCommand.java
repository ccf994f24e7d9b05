package io.github.passmatch.run.command;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.run.process.ShutdownHook;
import io.github.passmatch.run.server.Service;
import io.github.passmatch.run.server.StandaloneServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code demo}: the sample app and a proxy in front of it, in this process, with commands to try. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Runs a sample app and the proxy with sample rules for it, on the loopback address only.")
public final class DemoCommand implements Callable<Integer> {

    private static final String HOST = "127.0.0.1";

    private static final String RULES = """
            ProxyPassMatch "^/app/users/([0-9]{4})$"  "http://127.0.0.1:%1$d/users/$1"
            ProxyPassMatch "^/kept/users/([0-9]{4})$" "http://127.0.0.1:%1$d/users/$1" enablereuse=on
            ProxyPass      "/plain/users"             "http://127.0.0.1:%1$d/users"
            """;

    private static final String TRY = """

            The sample app listens on port %2$d, the proxy on port %1$d, with these rules:

            %3$s
            Try in another terminal (each line sends two requests):

                curl http://localhost:%1$d/app/users/1234   http://localhost:%1$d/app/users/1234
                curl http://localhost:%1$d/kept/users/1234  http://localhost:%1$d/kept/users/1234
                curl http://localhost:%1$d/plain/users/1234 http://localhost:%1$d/plain/users/1234

            The app responds with the headers that it received and with the number of the connection:
            under /app it receives Connection:close and a new connection for each request, because the URL of that rule contains $1;
            under /kept, with enablereuse=on, it receives Connection:Keep-Alive, and all requests arrive on one connection;
            under /plain, a ProxyPass, the connection is reused too. Details: http://localhost:%1$d/passmatch-status. Ctrl-C stops both.
            """;

    private final ShutdownHook shutdownHook;

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "Port of the proxy. Default: ${DEFAULT-VALUE}. 0: any free port.")
    private int port;

    @Option(names = "--app-port", paramLabel = "N", defaultValue = "1323", description = "Port of the sample app. Default: ${DEFAULT-VALUE}. 0: any free port.")
    private int appPort;

    public DemoCommand(ShutdownHook shutdownHook) {
        this.shutdownHook = shutdownHook;
    }

    @Override
    public Integer call() throws Exception {
        SampleApp app = new SampleApp(HOST, appPort);
        try {
            app.start();
            String rules = RULES.formatted(app.port());
            Reading reading = ConfigReader.read(new ConfigSource("demo", rules), Map.of());
            StandaloneServer proxy = new StandaloneServer(reading, List.of(new Listen(Optional.of(HOST), port)));
            Service service = new Service(proxy);
            return service.runUntilStopped(shutdownHook, () -> System.out.println(TRY.formatted(proxy.port(), app.port(), rules.indent(4))));
        } catch (StandaloneServer.StartFailure e) {
            System.err.println("passmatch: " + e.getMessage() + "; choose another port with --app-port");
            return 1;
        } finally {
            app.stop();
        }
    }
}
