package io.github.passmatch.run.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code ready}: asks the server on this machine whether it is ready, as a health check for a container without a shell. */
@Command(name = "ready", mixinStandardHelpOptions = true, description = "Asks the running server on this machine whether it is ready. Exit code 0: ready, 1: not ready.")
public final class ReadyCommand implements Callable<Integer> {

    private static final int TIMEOUT_MILLIS = 5000;

    @Mixin
    private ConfigOption config;

    @Option(names = "--port", paramLabel = "N", description = "Port of the server, if serve has this option, too.")
    private Integer port;

    @Override
    public Integer call() {
        Optional<Path> file = config.file();
        if (file.isEmpty()) return fail(2, "--config is missing, or PASSMATCH_CONFIG");
        try {
            return ask(ConfigOption.read(file.get()));
        } catch (ConfigException e) {
            return fail(1, ConfigOption.refusal(e));
        } catch (IOException e) {
            return fail(1, ConfigOption.unreadable(file.get(), e));
        }
    }

    private int ask(Reading reading) {
        Optional<String> page = reading.config().status().path();
        if (page.isEmpty()) return fail(1, "PassmatchStatus Off takes the probes away");
        List<Listen> listen = ListenAddresses.of(ServeOptions.orDefault(reading.config().listen()), Optional.empty(), Optional.ofNullable(port));
        return ask(url(reading.config().status().listen().orElse(listen.get(0)), page.get()));
    }

    static URI url(Listen listen, String page) {
        String address = listen.address().filter(any -> !any.equals("0.0.0.0") && !any.equals("::")).orElse("127.0.0.1");
        return URI.create("http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + listen.port() + page + "/ready");
    }

    private static int ask(URI url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                System.out.println(status + " " + (body == null ? "" : new String(body.readNBytes(100), UTF_8).strip()));
            }
            return status == 200 ? 0 : 1;
        } catch (IOException e) {
            return fail(1, url + ": " + e.getMessage());
        }
    }

    private static int fail(int code, String message) {
        System.err.println("passmatch: " + message);
        return code;
    }
}
