package io.github.passmatch.bench.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * The blocking client alone: HttpClient as its manual uses it, N threads that ask one after the other. Reads lines {@code URL THREADS SECONDS},
 * answers each by {@code REQUESTS FAILURES P50 P99}, the times in microseconds.
 */
public final class ClientLeg {

    private static final int CONNECTIONS = 1024;

    private final CloseableHttpClient client;

    private ClientLeg(CloseableHttpClient client) {
        this.client = client;
    }

    public static void main(String[] arguments) throws Exception {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(CONNECTIONS).setMaxConnPerRoute(CONNECTIONS).build();
        try (CloseableHttpClient client = HttpClients.custom().setConnectionManager(connections).build()) {
            ClientLeg leg = new ClientLeg(client);
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) System.out.println(leg.obey(order.split(" ")));
        }
    }

    private String obey(String[] order) throws InterruptedException, ExecutionException {
        int threads = Integer.parseInt(order[1]);
        long end = System.nanoTime() + (long) (Double.parseDouble(order[2]) * 1e9);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Asked>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) all.add(executor.submit(() -> ask(order[0], end)));
            List<Asked> done = new ArrayList<>();
            for (Future<Asked> one : all) done.add(one.get());
            return summary(done);
        } finally {
            executor.shutdownNow();
        }
    }

    private Asked ask(String url, long end) {
        long[] micros = new long[1024];
        int requests = 0;
        int failures = 0;
        for (long start = System.nanoTime(); start < end; ) {
            if (!succeeds(url)) failures++;
            long now = System.nanoTime();
            if (requests == micros.length) micros = Arrays.copyOf(micros, 2 * requests);
            micros[requests++] = (now - start) / 1000;
            start = now;
        }
        return new Asked(Arrays.copyOf(micros, requests), failures);
    }

    private boolean succeeds(String url) {
        try {
            return client.execute(new HttpGet(url), ClientLeg::isRead);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRead(ClassicHttpResponse response) throws IOException {
        EntityUtils.consume(response.getEntity());
        return response.getCode() == 200;
    }

    private static String summary(List<Asked> done) {
        long[] micros = done.stream().flatMapToLong(asked -> Arrays.stream(asked.micros())).sorted().toArray();
        int failures = done.stream().mapToInt(Asked::failures).sum();
        if (micros.length == 0) return "0 " + failures + " 0 0";
        return micros.length + " " + failures + " " + micros[micros.length / 2] + " " + micros[(int) (micros.length * 0.99)];
    }

    private record Asked(long[] micros, int failures) { }
}
