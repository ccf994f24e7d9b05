package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.connection.Upgrades;
import io.github.passmatch.rules.environment.ProxyVariable;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.RoutingDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether the upstream is asked to switch to the protocol for which the client asks (RFC 9110 §7.8). */
public final class UpgradeOffer {

    private UpgradeOffer() { }

    /**
     * The protocol for the {@code Upgrade} field of the upstream request: the first one of the client that the rule allows. Empty for an ordinary request: also for HTTP/1.0 and HTTP/2, and if the field
     * {@code Connection} of the client does not name {@code Upgrade}, because then a server in between that does not know this protocol may have passed the field on. {@code RequestHeader} can remove the
     * fields, but cannot make a client switch that did not ask for that.
     */
    public static Optional<String> of(Upgrades allowed, RoutingDecision decision) {
        if (allowed.areNone()) return Optional.empty();
        RequestFacts clientRequest = decision.request();
        if (!clientRequest.protocol().equals("HTTP/1.1") || decision.environment().has(ProxyVariable.FORCE_HTTP_1_0)) return Optional.empty();
        if (offered(allowed, clientRequest.fields()).isEmpty()) return Optional.empty();
        return offered(allowed, Edits.ofRequest(clientRequest.fields(), decision));
    }

    private static Optional<String> offered(Upgrades allowed, List<Field> fields) {
        boolean names = elements("Connection", fields).stream().anyMatch(option -> option.equalsIgnoreCase("Upgrade"));
        return names ? allowed.firstOf(elements("Upgrade", fields)).filter(UpgradeOffer::isProtocol) : Optional.empty();
    }

    private static List<String> elements(String name, List<Field> fields) {
        List<String> elements = new ArrayList<>();
        for (Field field : fields)
            if (field.is(name)) for (String element : field.value().split(",")) if (!element.isBlank()) elements.add(element.strip());
        return elements;
    }

    /** {@code protocol-name ["/" protocol-version]}. */
    private static boolean isProtocol(String text) {
        for (String part : text.split("/", -1)) if (!Tokens.isToken(part)) return false;
        return text.indexOf('/') == text.lastIndexOf('/');
    }

    /** Whether the response switches to {@code protocol}, and to nothing else. */
    public static boolean isAccepted(UpstreamResponse response, String protocol) {
        List<String> elements = elements("Upgrade", response.fields());
        return elements.size() == 1 && elements.get(0).equalsIgnoreCase(protocol);
    }
}
