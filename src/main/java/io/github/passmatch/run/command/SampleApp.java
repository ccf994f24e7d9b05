package io.github.passmatch.run.command;

import io.github.passmatch.run.server.PlainErrors;
import io.github.passmatch.run.server.StandaloneServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the sample application for the demo: {@code GET /users/{id}} answers and logs the received fields and the number of the connection, so
 * that users can see whether connections are reused.
 */
public final class SampleApp {

    private static final Logger LOG = LoggerFactory.getLogger(SampleApp.class);
    private static final Pattern USER = Pattern.compile("/users/([^/]+)");
    private static final String ATTRIBUTE = Numbered.class.getName();

    private final Server server = new Server(new QueuedThreadPool(20));
    private final ServerConnector connector;
    private final AtomicInteger connections = new AtomicInteger();

    /** @param port 0: any free one */
    public SampleApp(String host, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setHeaderCacheCaseSensitive(true); // shows fields as they were sent
        connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Users());
        server.setErrorHandler(new PlainErrors((request, status, message) -> { }));
    }

    /** Listens. */
    public void start() throws Exception {
        try {
            server.start();
        } catch (IOException e) {
            server.stop();
            throw new StandaloneServer.StartFailure("the sample app cannot listen on port " + connector.getPort() + ": address already in use?", e);
        }
    }

    /** The port listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Closes all connections. */
    public void stop() throws Exception {
        server.stop();
    }

    private final class Users extends Handler.Abstract.NonBlocking {

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Matcher path = USER.matcher(Request.getPathInContext(request));
            if (!path.matches()) return false;
            List<String> lines = List.of(headers(request), "Id: " + path.group(1), connection(request.getConnectionMetaData()));
            lines.forEach(LOG::info);
            response.getHeaders().put("Content-Type", "text/plain;charset=utf-8");
            Content.Sink.write(response, true, String.join("\n", lines) + "\n", callback);
            return true;
        }
    }

    private static String headers(Request request) {
        return request.getHeaders().stream().map(SampleApp::text).collect(Collectors.joining(", ", "Headers: ", ""));
    }

    private static String text(HttpField field) {
        return field.getName() + ":" + field.getValue();
    }

    /** The attributes of {@link ConnectionMetaData} live as long as the TCP connection. */
    private String connection(ConnectionMetaData connection) {
        Numbered numbered = (Numbered) connection.getAttribute(ATTRIBUTE);
        if (numbered == null) {
            numbered = new Numbered(connections.incrementAndGet(), new AtomicInteger());
            connection.setAttribute(ATTRIBUTE, numbered);
        }
        return "Connection: " + numbered.number + ", request " + numbered.requests.incrementAndGet() + " on it";
    }

    private record Numbered(int number, AtomicInteger requests) { }
}
