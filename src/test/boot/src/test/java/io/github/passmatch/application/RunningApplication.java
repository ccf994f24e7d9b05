package io.github.passmatch.application;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application with an {@code application.yml}, on a free port. */
final class RunningApplication implements AutoCloseable {

    private static final String COMMON = """
            server:
              port: 0
            management:
              endpoints.web.exposure.include: "*"
              endpoint.health.show-details: always
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    /** @param more configurations beside the application */
    RunningApplication(Path directory, String yaml, Class<?>... more) throws IOException {
        Files.writeString(directory.resolve("application.yml"), COMMON + yaml);
        context = new SpringApplicationBuilder(Application.class).sources(more).run("--spring.config.location=file:" + directory + "/");
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
    }
}
