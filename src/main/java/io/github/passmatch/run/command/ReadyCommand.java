package io.github.passmatch.run.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.rules.tls.ServerTls;
import io.github.passmatch.rules.tls.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
            return ask(ConfigReader.readStandalone(ConfigSource.file(file.get()), System.getenv()).config());
        } catch (ConfigException e) {
            return fail(1, ConfigOption.refusal(e));
        } catch (IOException e) {
            return fail(1, ConfigOption.unreadable(file.get(), e));
        }
    }

    private int ask(ProxyConfig config) {
        Optional<String> page = config.status().path();
        if (page.isEmpty()) return fail(1, "PassmatchStatus Off takes the probes away");
        if (config.status().listen().isPresent()) return ask(url("http", config.status().listen().get(), page.get()), List.of());
        List<Listen> listen = ListenAddresses.of(ServeOptions.orDefault(config.listen()), Optional.empty(), Optional.ofNullable(port));
        Optional<Listen> plain = listen.stream().filter(address -> tls(address, config).isEmpty()).findFirst();
        if (plain.isPresent()) return ask(url("http", plain.get(), page.get()), List.of());
        return ask(url("https", listen.get(0), page.get()), tls(listen.get(0), config).orElseThrow().identities());
    }

    private static Optional<ServerTls> tls(Listen address, ProxyConfig config) {
        return config.tlsFor(null, null, address.port());
    }

    private static URI url(String scheme, Listen listen, String page) {
        String address = listen.address().filter(any -> !any.equals("0.0.0.0") && !any.equals("::")).orElse("127.0.0.1");
        return URI.create(scheme + "://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + listen.port() + page + "/ready");
    }

    /** @param identities of the server, if it has TLS */
    private static int ask(URI url, List<TlsIdentity> identities) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
            if (connection instanceof HttpsURLConnection tls) trust(identities, tls);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                System.out.println(status + " " + (body == null ? "" : new String(body.readNBytes(100), UTF_8).strip()));
            }
            return status == 200 ? 0 : 1;
        } catch (IOException | GeneralSecurityException e) {
            return fail(1, url + ": " + e.getMessage());
        }
    }

    /** The certificates of the configuration are enough, with any name: the connection goes to an address of this machine. */
    private static void trust(List<TlsIdentity> identities, HttpsURLConnection connection) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (TlsIdentity identity : identities) store.setCertificateEntry("identity-" + store.size(), identity.chain().get(0));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setHostnameVerifier((name, session) -> true);
    }

    private static int fail(int code, String message) {
        System.err.println("passmatch: " + message);
        return code;
    }
}
