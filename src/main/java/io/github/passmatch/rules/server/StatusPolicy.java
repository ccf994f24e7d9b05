package io.github.passmatch.rules.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Path and access rules of the status page.
 *
 * @param path     {@code PassmatchStatus}: relative to the context path; empty: no status page
 * @param audience {@code PassmatchStatusAllow}: which client addresses have access
 * @param tokens   {@code PassmatchStatusAllow token}: clients that send one of them have access from any address; never printed
 * @param listen   {@code PassmatchStatusListen}: the only address at which the page and the probes are served; empty: they are served at all addresses of the server
 */
public record StatusPolicy(Optional<String> path, Audience audience, List<String> tokens, Optional<ProxyConfig.Listen> listen) {

    /** The path if none is configured. */
    public static final String DEFAULT_PATH = "/passmatch-status";

    public StatusPolicy {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(listen, "listen");
        tokens = List.copyOf(tokens);
    }

    /**
     * Whether a request is for the page; who may see the page is another question.
     *
     * @param requested the path of the request, relative to the context path
     */
    public boolean isAt(String requested) {
        return below(requested).filter(rest -> rest.isEmpty() || rest.equals("/")).isPresent();
    }

    /** @param requested the path of a request, relative to the context path */
    public Optional<Probe> probe(String requested) {
        return below(requested).flatMap(Probe::of);
    }

    private Optional<String> below(String requested) {
        if (path.isEmpty() || !requested.startsWith(path.get())) return Optional.empty();
        return Optional.of(requested.substring(path.get().length()));
    }

    /** Whether {@code candidate} is one of the tokens. The time of the comparison does not depend on the number of correct characters. */
    public boolean knows(String candidate) {
        boolean known = false;
        for (String token : tokens) known |= MessageDigest.isEqual(token.getBytes(UTF_8), candidate.getBytes(UTF_8));
        return known;
    }

    /** The clients that have access, for the log; tokens are not shown. */
    public String audienceInWords() {
        List<String> who = new ArrayList<>();
        if (audience.everybody()) who.add("everybody");
        if (audience.loopback()) who.add("clients on this machine");
        audience.networks().forEach(network -> who.add(network.toString()));
        if (!tokens.isEmpty()) who.add("clients that send the token");
        return who.isEmpty() ? "nobody" : String.join(", ", who);
    }

    @Override
    public String toString() {
        return "status page at " + path.orElse("(nowhere)");
    }
}
