package io.github.passmatch.rules.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the status page is and who may see it.
 *
 * @param path     {@code PassmatchStatus}: below the context path; empty: there is none
 * @param audience {@code PassmatchStatusAllow}: who may see it because of where he is
 * @param tokens   {@code PassmatchStatusAllow token}: who sends one of them may see it from anywhere; never printed
 */
public record StatusPolicy(Optional<String> path, Audience audience, List<String> tokens) {

    /** What holds where nothing is said about the path. */
    public static final String DEFAULT_PATH = "/passmatch-status";

    public StatusPolicy {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(audience, "audience");
        tokens = List.copyOf(tokens);
    }

    /** Whether {@code candidate} is one of the tokens. Takes the same time however much of it is right. */
    public boolean knows(String candidate) {
        boolean known = false;
        for (String token : tokens) known |= MessageDigest.isEqual(token.getBytes(UTF_8), candidate.getBytes(UTF_8));
        return known;
    }

    /** Who may see the page, for the log; tokens are not shown. */
    public String audienceInWords() {
        List<String> who = new ArrayList<>();
        if (audience.everybody()) who.add("everybody");
        if (audience.loopback()) who.add("clients on this machine");
        audience.networks().forEach(network -> who.add(network.toString()));
        if (!tokens.isEmpty()) who.add("whoever sends the token");
        return who.isEmpty() ? "nobody" : String.join(", ", who);
    }

    @Override
    public String toString() {
        return "status page at " + path.orElse("(nowhere)");
    }
}
