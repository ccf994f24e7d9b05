package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.Scope;
import io.github.passmatch.rules.server.ServerSettings;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.outcome.BadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Builds the fields of an upstream request, in httpd's order: {@code Host}, the client's fields as received, then the fields that the proxy adds. The
 * fields of the connection and of the framing are added when the request is sent.
 */
public final class RequestFields {

    private final ServerSettings settings;
    private final Identity identity;

    /** @param identity of {@code settings} */
    public RequestFields(ServerSettings settings, Identity identity) {
        this.settings = settings;
        this.identity = identity;
    }

    /**
     * The fields for the request of {@code decision}.
     *
     * @param expectContinue whether the client's {@code Expect: 100-continue} is forwarded
     * @throws BadRequest if a field cannot be forwarded unchanged, or {@code Max-Forwards} forbids to forward
     */
    public List<Field> of(UpstreamTarget target, RoutingDecision decision, boolean expectContinue) throws BadRequest {
        RequestFacts clientRequest = decision.request();
        if (!Tokens.isToken(clientRequest.method())) throw new BadRequest(OwnAnswer.BAD_METHOD, "the method is not a token");
        List<Field> received = clientRequest.fields();
        LoopGuard.check(received, identity.serverName());
        if ("".equals(first("Host", received))) throw new BadRequest(OwnAnswer.BAD_HOST, "the Host field is empty");
        List<Field> clientFields = Edits.ofRequest(received, decision);
        String clientHost = clientHost(clientRequest, received, clientFields);
        List<Field> fields = new ArrayList<>(clientFields.size() + 4);
        fields.add(new Field("Host", hostFor(target, clientHost, decision.scope())));
        copy(clientFields, expectContinue, fields);
        setMaxForwards(fields);
        if (identity.addsVia()) append(fields, "Via", identity.viaElement(clientRequest, decision.scope().switches().usesCanonicalName()));
        if (decision.scope().switches().addsHeaders()) {
            append(fields, "X-Forwarded-For", clientRequest.remoteAddress());
            if (clientHost != null) append(fields, "X-Forwarded-Host", clientHost);
            append(fields, "X-Forwarded-Server", identity.serverName());
        }
        ForwardedFields.add(fields, settings.forwarded(), clientRequest, clientHost);
        return fields;
    }

    /**
     * An absolute request target has precedence over the {@code Host} field (RFC 9112 §3.2.2), and {@code RequestHeader} over both. As in httpd, the target does not replace a missing
     * field.
     */
    private static String clientHost(RequestFacts clientRequest, List<Field> received, List<Field> edited) {
        String host = first("Host", edited);
        boolean isEdited = edited != received && !Objects.equals(host, first("Host", received));
        boolean isMissing = host == null && clientRequest.protocol().startsWith("HTTP/1");
        return isEdited || isMissing ? host : clientRequest.host();
    }

    private static String first(String name, List<Field> fields) {
        for (Field field : fields) if (field.is(name)) return field.value();
        return null;
    }

    private String hostFor(UpstreamTarget target, String clientHost, Scope scope) {
        if (!scope.switches().preservesHost()) return target.authority().hostField();
        return clientHost != null ? clientHost : identity.serverName();
    }

    private void copy(List<Field> clientFields, boolean expectContinue, List<Field> fields) throws BadRequest {
        HopByHop hopByHop = HopByHop.ofRequest();
        for (Field field : clientFields) if (field.is("Connection")) hopByHop.nominate(field.value());
        for (Field field : clientFields) {
            if (field.is("Host") || hopByHop.endsHere(field.name())) continue;
            if (field.is("Expect") && !expectContinue) continue;
            if (field.is("Via") && settings.via() == ServerSettings.Via.BLOCK) continue;
            fields.add(checked(field));
        }
    }

    private static Field checked(Field field) throws BadRequest {
        if (!Tokens.isToken(field.name())) throw new BadRequest(OwnAnswer.BAD_FIELD, "a field name is not a token");
        String value = field.value();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0 || c > 255) throw new BadRequest(OwnAnswer.BAD_FIELD, "a field value holds a character that cannot be forwarded");
        }
        return field;
    }

    /** Adds {@code element} to the list field with this name: all its lines are merged into the first one; without one, a new line is added at the end. */
    static void append(List<Field> fields, String name, String element) {
        int first = 0;
        while (first < fields.size() && !fields.get(first).is(name)) first++;
        if (first == fields.size()) {
            fields.add(new Field(name, element));
            return;
        }
        StringBuilder merged = new StringBuilder(fields.get(first).value());
        for (int i = first + 1; i < fields.size(); i++)
            if (fields.get(i).is(name)) merged.append(", ").append(fields.remove(i--).value());
        fields.set(first, new Field(fields.get(first).name(), merged.append(", ").append(element).toString()));
    }

    /** RFC 9110 §7.6.2. The proxy has answered {@code TRACE} and {@code OPTIONS} with 0 before. */
    private void setMaxForwards(List<Field> fields) throws BadRequest {
        int found = -1;
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).is("Max-Forwards")) continue;
            if (found >= 0) throw new BadRequest(OwnAnswer.MAX_FORWARDS, "more than one Max-Forwards");
            found = i;
        }
        if (found >= 0) fields.set(found, oneHopLess(fields.get(found)));
        else if (settings.maxForwards().isPresent()) fields.add(new Field("Max-Forwards", Integer.toString(settings.maxForwards().getAsInt())));
    }

    private static Field oneHopLess(Field field) throws BadRequest {
        long hops = maxForwards(field.value());
        if (hops < 1) throw new BadRequest(OwnAnswer.MAX_FORWARDS, "Max-Forwards allows no further hop");
        return new Field(field.name(), Long.toString(hops - 1));
    }

    /** The number of hops that a value of {@code Max-Forwards} allows. */
    public static long maxForwards(String value) throws BadRequest {
        if (!Tokens.isNumber(value, 18)) throw new BadRequest(OwnAnswer.MAX_FORWARDS, "Max-Forwards is not a number");
        return Long.parseLong(value);
    }
}
