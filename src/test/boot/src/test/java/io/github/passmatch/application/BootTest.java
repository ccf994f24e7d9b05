package io.github.passmatch.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.passmatch.web.ProxyFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Timeout(120)
class BootTest {

    @TempDir
    Path directory;
    private HttpServer upstream;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private final CountDownLatch slowArrived = new CountDownLatch(1);
    private final CountDownLatch slowMayAnswer = new CountDownLatch(1);

    @BeforeEach
    void startUpstream() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        upstream.setExecutor(threads);
        upstream.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            arrived.add(path);
            if (exchange.getRequestHeaders().containsKey("X-Kept")) arrived.add(exchange.getRequestHeaders().getFirst("X-Kept"));
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (path.equals("/slow")) await();
            byte[] answer = ("upstream " + exchange.getRequestMethod() + " " + path + (body.isEmpty() ? "" : " " + body)).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        upstream.start();
    }

    private void await() {
        slowArrived.countDown();
        try {
            slowMayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stopUpstream() {
        slowMayAnswer.countDown();
        upstream.stop(0);
        threads.shutdown();
    }

    private String target() {
        return "http://127.0.0.1:" + upstream.getAddress().getPort();
    }

    private String rule() {
        return "ProxyPass \"/new\" \"" + target() + "\"\n";
    }

    /** {@code passmatch.directives} as people write it in {@code application.yml}. */
    private static String directives(String lines) {
        return "passmatch:\n  directives: |\n" + lines.indent(4);
    }

    private RunningApplication run(String yaml, Class<?>... more) throws IOException {
        return new RunningApplication(directory, yaml, more);
    }

    /** The registration by hand. */
    @Configuration(proxyBeanMethods = false)
    static class OwnRegistration {
        @Bean
        FilterRegistrationBean<ProxyFilter> own() {
            FilterRegistrationBean<ProxyFilter> own = new FilterRegistrationBean<>(new ProxyFilter());
            own.addInitParameter("directives", "ProxyPass /own !");
            return own;
        }
    }

    /** A tracing library of the application. */
    @Configuration(proxyBeanMethods = false)
    static class Observed {
        private static final Queue<String> SPANS = new ConcurrentLinkedQueue<>();

        @Bean
        ObservationHandler<Observation.Context> spans() {
            return new ObservationHandler<>() {
                @Override
                public void onStop(Observation.Context context) {
                    if (!context.getName().equals("passmatch.exchange")) return;
                    ObservationView outermost = context.getParentObservation();     // of Spring Security; its own parent is the server span
                    while (outermost != null && outermost.getContextView().getParentObservation() != null) outermost = outermost.getContextView().getParentObservation();
                    SPANS.add(context.getLowCardinalityKeyValue("lease").getValue() + " in " + (outermost == null ? "none" : outermost.getContextView().getName()));
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            };
        }
    }

    @Test
    void exchangesAreSpansInTheServerSpanOfTheApplication() throws Exception {
        try (RunningApplication application = run(directives(rule()), Observed.class)) {
            assertAnswer(200, "upstream GET /a", application.get("/new/a"));
            long end = System.nanoTime() + 10_000_000_000L;
            while (Observed.SPANS.isEmpty() && System.nanoTime() < end) Thread.onSpinWait();
            assertEquals("new:pool-empty in http.server.requests", Observed.SPANS.poll());
        }
    }

    /** What the application prints when it refuses to start. */
    private String refusal(String yaml) throws Exception {
        String text = printed(() -> assertThrows(Exception.class, () -> run(yaml).close()));
        assertTrue(text.contains("APPLICATION FAILED TO START"), text);
        return text.substring(text.indexOf("APPLICATION FAILED TO START"));
    }

    private static String printed(Action action) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(out);
        }
        return printed.toString(UTF_8);
    }

    private interface Action {
        void run() throws Exception;
    }

    private static int order(RunningApplication application) {
        return application.context().getBean("passmatch", FilterRegistrationBean.class).getOrder();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertAnswer(int status, String body, HttpResponse<String> answer) {
        assertEquals(status + " " + body, answer.statusCode() + " " + answer.body());
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), () -> "\"" + part + "\" is not in:\n" + text);
    }

    @Test
    void aRuleTakesItsRequestsAndTheApplicationTheOthers() throws Exception {
        try (RunningApplication application = run(directives(rule()))) {
            assertContains(System.getProperty("container"), application.context().getBean(ServletContext.class).getServerInfo().toLowerCase(Locale.ROOT));
            assertAnswer(200, "upstream GET /a", application.get("/new/a"));
            assertAnswer(200, "legacy /old", application.get("/old"));
            assertAnswer(200, "upstream POST /form a=1&b=%20", application.send(application.request("/new/form").header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString("a=1&b=%20"))));
            assertEquals(-99, order(application));
            assertEquals(0, application.context().getBean("passmatch", FilterRegistrationBean.class).getFilter() instanceof ProxyFilter filter ? filter.leasedConnections() : -1);
        }
    }

    @Test
    void aLoginOfSpringSecurityIsAskedForFirst() throws Exception {
        try (RunningApplication application = run(directives(rule()))) {
            assertEquals(401, application.get("/new/secret/a").statusCode());
            assertTrue(arrived.isEmpty(), "nothing reached the upstream");
            String login = "Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(UTF_8));
            assertAnswer(200, "upstream GET /secret/a", application.send(application.request("/new/secret/a").header("Authorization", login)));
        }
    }

    @Test
    void theOrderFollowsThatOfSpringSecurity() throws Exception {
        try (RunningApplication application = run(directives(rule()) + "spring.security.filter.order: 10\n")) {
            assertEquals(11, order(application));
            assertEquals(401, application.get("/new/secret/a").statusCode());
        }
        String printed = printed(() -> {
            try (RunningApplication application = run(directives(rule()) + "  order: -200\n")) {
                assertEquals(-200, order(application));
            }
        });
        assertContains("springSecurityFilterChain", printed);
        assertContains("are forwarded without a login; in Spring Boot, ", printed);
    }

    @Test
    void withoutRulesNothingIsRegistered() throws Exception {
        for (String yaml : new String[] {"", "passmatch.order: 5\n", "passmatch.config: \"\"\n"}) {
            try (RunningApplication application = run(yaml)) {
                assertFalse(application.context().containsBean("passmatch"), yaml);
                assertAnswer(200, "legacy /new/a", application.get("/new/a"));
            }
        }
    }

    @Test
    void anApplicationThatRegistersTheFilterItselfIsLeftAlone() throws Exception {
        try (RunningApplication application = run(directives(rule()), OwnRegistration.class)) {
            assertEquals(1, application.context().getBeansOfType(FilterRegistrationBean.class).values().stream().filter(bean -> bean.getFilter() instanceof ProxyFilter).count());
            assertAnswer(200, "legacy /new/a", application.get("/new/a"));
        }
    }

    @Test
    void aChangedFileIsReadAgain() throws Exception {
        Path file = directory.resolve("proxy.conf");
        Files.writeString(file, rule());
        try (RunningApplication application = run("passmatch.config: " + file + "\n")) {
            assertAnswer(200, "upstream GET /a", application.get("/new/a"));
            assertAnswer(200, "legacy /newer/a", application.get("/newer/a"));
            Files.writeString(file, rule() + "ProxyPass \"/newer\" \"" + target() + "/n\"\n");
            while (!application.get("/newer/a").body().equals("upstream GET /n/a")) Thread.onSpinWait();
        }
    }

    @Test
    void aConfigurationMayBeAResource() throws Exception {
        Path jar = directory.resolve("rules.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("proxy.conf"));
            out.write(rule().getBytes(UTF_8));
        }
        Path file = directory.resolve("proxy.conf");
        Files.writeString(file, rule());
        for (String location : new String[] {"file:" + file, "jar:file:" + jar + "!/proxy.conf"}) {
            try (RunningApplication application = run("passmatch.config: \"" + location + "\"\n")) {
                assertAnswer(200, "upstream GET /a", application.get("/new/a"));
            }
        }
        try (RunningApplication application = run("passmatch.config: classpath:rules/proxy.conf\nupstream: " + target() + "\n")) {
            assertAnswer(200, "upstream GET /a", application.get("/new/a"));
        }
    }

    @Test
    void variablesArePropertiesOfTheApplication() throws Exception {
        try (RunningApplication application = run(directives("ProxyPass \"/new\" \"${my.upstream}\"\nRequestHeader set X-Kept \"${lowercase:x}\"\n") + "my.upstream: " + target() + "\n")) {
            assertAnswer(200, "upstream GET /a", application.get("/new/a"));
            assertTrue(arrived.contains("${lowercase:x}"), "Spring takes what follows the colon as the default value, httpd does not");
        }
    }

    @Test
    void allErrorsAreListedAndThereIsNoStackTrace() throws Exception {
        String refusal = refusal(directives("ProxyPas /a http://127.0.0.1:1/\nProxyPass /b http://127.0.0.1:1/ enableuse=on\n"));
        assertContains("The Passmatch configuration has errors (passmatch.directives in ", refusal);
        assertContains("passmatch.directives:1:1: error: ", refusal);
        assertContains("passmatch.directives:2:", refusal);
        assertContains("ProxyPass", refusal);
        assertContains("enablereuse", refusal);
        assertFalse(refusal.contains("\tat "), refusal);
    }

    @Test
    void theTwoPropertiesExcludeEachOther() throws Exception {
        assertContains("Both passmatch.directives and passmatch.config are set.", refusal(directives(rule()) + "  config: proxy.conf\n"));
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        String refusal = refusal("passmatch.config: classpath:not-there.conf\n");
        assertContains("class path resource [not-there.conf], named by passmatch.config in ", refusal);
        assertContains("nowhere.conf", refusal("passmatch.config: " + directory.resolve("nowhere.conf") + "\n"));
    }

    @Test
    void aMisspeltPropertyIsNamedWithItsPlace() throws Exception {
        String refusal = refusal("passmatch:\n  directves: |\n    " + rule());
        assertContains("passmatch.directves", refusal);
        assertContains("application.yml", refusal);
        assertContains("passmatch.ordr", refusal(directives(rule()) + "  ordr: 3\n"));
    }

    @Test
    void theEndpointShowsTheStatusAndReloads() throws Exception {
        Path file = directory.resolve("proxy.conf");
        Files.writeString(file, rule());
        try (RunningApplication application = run("passmatch.config: " + file + "\n")) {
            application.get("/new/a");
            HttpResponse<String> status = application.get("/actuator/passmatch");
            assertEquals("application/json", status.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""));
            assertContains("\"outcome\": \"loaded\"", status.body());
            assertContains("\"/a\"", status.body().replace("/new/a", "/a"));
            HttpResponse<String> reload = application.post("/actuator/passmatch");
            assertEquals(200, reload.statusCode());
            assertContains("the endpoint passmatch of the Actuator", reload.body());
            Files.writeString(file, "ProxyPas / x\n");
            HttpResponse<String> refused = application.post("/actuator/passmatch");
            assertEquals(409, refused.statusCode());
            assertContains("\"outcome\": \"refused\"", refused.body());
            assertAnswer(200, "upstream GET /a", application.get("/new/a"));
        }
    }

    @Test
    void healthIsUpThoughAnUpstreamIsDown() throws Exception {
        try (RunningApplication application = run(directives(rule()))) {
            upstream.stop(0);
            assertEquals(503, application.get("/new/a").statusCode());
            HttpResponse<String> health = application.get("/actuator/health/passmatch");
            assertEquals(200, health.statusCode());
            assertContains("\"status\":\"UP\"", health.body());
            assertContains("\"configuration\":\"passmatch.directives\"", health.body());
            assertContains("\"rules\":1", health.body());
            assertContains("\"outcome\":\"loaded\"", health.body());
            assertContains("\"status\":\"UP\"", application.get("/actuator/health").body());
        }
        try (RunningApplication application = run(directives(rule()) + "management.health.passmatch.enabled: false\nmanagement.endpoint.passmatch.access: none\n")) {
            assertEquals(404, application.get("/actuator/health/passmatch").statusCode());
            assertFalse(application.context().containsBean("passmatchEndpoint"));
        }
    }

    @Test
    void theMetersAreInTheRegistryOfTheApplication() throws Exception {
        try (RunningApplication application = run(directives(rule()))) {
            application.get("/new/a");
            assertTrue(application.context().getBean(MeterRegistry.class).getMeters().stream().anyMatch(meter -> meter.getId().getName().startsWith("passmatch.")));
            assertContains("passmatch_", application.get("/actuator/prometheus").body());
        }
    }

    @Test
    void aRequestInFlightFinishesBeforeTheApplicationStops() throws Exception {
        RunningApplication application = run(directives(rule()) + "server.shutdown: graceful\n");
        int port = application.request("/").build().uri().getPort();
        CompletableFuture<HttpResponse<String>> slow = CompletableFuture.supplyAsync(() -> {
            try {
                return application.get("/new/slow");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, threads);
        slowArrived.await();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(application::close, threads);
        while (accepts(port)) Thread.onSpinWait();
        slowMayAnswer.countDown();
        assertAnswer(200, "upstream GET /slow", slow.get());
        stopped.get();
    }
}
