package io.github.passmatch.run.command;

import io.github.passmatch.run.server.StandaloneServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code demo-app}: the sample app alone, for a proxy in another process or container. */
@Command(name = "demo-app", mixinStandardHelpOptions = true, description = "Runs the sample app alone. It shows the fields of each request to everybody who can connect.")
public final class DemoAppCommand implements Callable<Integer> {

    @Option(names = "--port", paramLabel = "N", defaultValue = "1323", description = "Port of the sample app. Default: ${DEFAULT-VALUE}. 0: any free port.")
    private int port;

    @Option(names = "--host", paramLabel = "ADDR", defaultValue = "0.0.0.0", description = "Address of the sample app. Default: ${DEFAULT-VALUE} (all).")
    private String host;

    @Override
    public Integer call() throws Exception {
        SampleApp app = new SampleApp(host, port);
        try {
            app.start();
            System.out.println("The sample app listens on port " + app.port() + ". Try: curl http://localhost:" + app.port() + "/users/1234");
            Thread.currentThread().join();      // a signal ends the process
            return 0;
        } catch (StandaloneServer.StartFailure e) {
            System.err.println("passmatch: " + e.getMessage());
            return 1;
        } finally {
            app.stop();
        }
    }
}
