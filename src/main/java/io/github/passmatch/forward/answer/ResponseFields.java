package io.github.passmatch.forward.answer;

import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.reverse.CookieRule;
import io.github.passmatch.rules.reverse.ReverseRule;
import io.github.passmatch.rules.reverse.SetCookie;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.Scope;
import io.github.passmatch.upstream.request.Edits;
import io.github.passmatch.upstream.request.HopByHop;
import io.github.passmatch.upstream.request.Identity;
import io.github.passmatch.upstream.request.Tokens;
import io.github.passmatch.upstream.request.UpstreamResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Copies the head of an upstream's answer into the answer to the client (RFC 9110 §7.6): all fields unchanged, except hop-by-hop fields and configured changes. */
public final class ResponseFields {

    /** Fields to which several senders add values: values of a filter before this one stay, together with those of the upstream. */
    private static final Set<String> SHARED = Set.of("set-cookie", "link", "vary", "via", "server-timing");

    private final Identity identity;
    private final ServletContainer container;

    ResponseFields(Identity identity, ServletContainer container) {
        this.identity = identity;
        this.container = container;
    }

    /** @param atOnce the whole answer will be in the container's buffer: then the container knows the length, and would send, and wait, as soon as the announced one is reached */
    public void copy(UpstreamResponse upstreamResponse, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse, boolean atOnce) {
        int status = upstreamResponse.status();
        clientResponse.setStatus(status);
        HopByHop hopByHop = HopByHop.ofResponse();
        boolean coded = false;
        boolean hasLength = false;
        for (Field field : upstreamResponse.fields()) {
            if (field.is("Connection")) hopByHop.nominate(field.value());
            if (field.is("Transfer-Encoding")) coded = true;
            if (field.is("Content-Length")) hasLength = true;
        }
        boolean hasBody = status != 101 && status != 204 && status != 304 && !clientRequest.getMethod().equals("HEAD");
        if (clientResponse.containsHeader("Content-Length")) clientResponse.setContentLengthLong(-1);       // a filter before this one cannot know the length
        if (container.traits().announceChunks() && hasBody && (coded || !hasLength) && clientRequest.getProtocol().equals("HTTP/1.1")) clientResponse.setHeader("Transfer-Encoding", "chunked");
        List<Field> fields = new ArrayList<>(upstreamResponse.fields().size() + 1);
        for (Field field : upstreamResponse.fields()) {
            if (hopByHop.endsHere(field.name())) continue;
            if (field.is("Content-Length")) {
                if (!atOnce) setLength(field.value(), coded || status == 204 || status == 101, hasBody, clientResponse);
            } else fields.add(mapped(field, decision, clientRequest));
        }
        if (identity.addsVia()) fields.add(new Field("Via", identity.viaElement(decision.request(), decision.scope().switches().usesCanonicalName())));
        write(Edits.ofAnswer(fields, decision), clientResponse);
    }

    /** Replaces fields that a filter or the container has set, except {@link #SHARED}. */
    private void write(List<Field> fields, HttpServletResponse clientResponse) {
        List<String> before = new ArrayList<>(clientResponse.getHeaderNames());
        before.removeIf(name -> SHARED.contains(name.toLowerCase(Locale.ROOT)));
        before.add("Content-Type");         // getHeaderNames() of Tomcat does not contain these two
        before.add("Content-Language");
        for (Field field : fields) {
            if (!before.removeIf(field::is)) clientResponse.addHeader(field.name(), field.value());
            else if (field.is("Content-Type") || field.is("Content-Language")) container.setContentField(clientResponse, field.name(), field.value());
            else clientResponse.setHeader(field.name(), field.value());
        }
    }

    /** Adds fields to an answer of the proxy itself. */
    public static void add(List<Field> fields, HttpServletResponse clientResponse) {
        for (Field field : fields) {
            if (field.is("Date") || field.is("Server")) clientResponse.setHeader(field.name(), field.value());     // containers have already set these
            else clientResponse.addHeader(field.name(), field.value());
        }
    }

    /** The end-to-end fields of an interim response. */
    public static List<Field> endToEnd(UpstreamResponse interim) {
        HopByHop hopByHop = HopByHop.ofResponse();
        for (Field field : interim.fields()) if (field.is("Connection")) hopByHop.nominate(field.value());
        return interim.fields().stream().filter(field -> !hopByHop.endsHere(field.name()) && !field.is("Content-Length")).toList();
    }

    /** The value is already checked, except for answers without body: there, it is information only, and 0 usually means that the length is not known. */
    private static void setLength(String value, boolean without, boolean hasBody, HttpServletResponse clientResponse) {
        boolean nothing = value.equals("0") && !hasBody;
        if (!without && !nothing && Tokens.isNumber(value, 18)) clientResponse.setContentLengthLong(Long.parseLong(value));
    }

    private Field mapped(Field field, RoutingDecision decision, HttpServletRequest clientRequest) {
        Scope scope = decision.scope();
        if (!scope.cookies().isEmpty() && field.is("Set-Cookie"))
            return new Field(field.name(), SetCookie.map(field.value(), interpolated(scope.cookies(), decision), ClientView.contextPath(clientRequest)));
        if (scope.reverse().isEmpty() || !holdsUrl(field)) return field;
        String origin = origin(decision, clientRequest);
        UnaryOperator<ReverseRule> forRequest = scope.switches().interpolates() ? rule -> rule.interpolated(decision.environment()) : rule -> rule;
        return scope.reverse().map(field.value(), origin, forRequest).map(value -> new Field(field.name(), value)).orElse(field);
    }

    /** Scheme, authority and context path of the URLs by which clients reach this server. */
    String origin(RoutingDecision decision, HttpServletRequest clientRequest) {
        return identity.origin(decision.request(), decision.scope().switches().usesCanonicalName()) + ClientView.contextPath(clientRequest);
    }

    private static List<CookieRule> interpolated(List<CookieRule> cookies, RoutingDecision decision) {
        if (!decision.scope().switches().interpolates()) return cookies;
        return cookies.stream().map(rule -> rule.interpolated(decision.environment())).toList();
    }

    private static boolean holdsUrl(Field field) {
        return field.is("Location") || field.is("Content-Location") || field.is("URI") || field.is("Destination");
    }
}
