package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Describes a request to the upstream, without the fields of the connection and of the framing: those depend
 * on the body and on the decision about reuse, and are added when the request is sent.
 *
 * @param method  any token (RFC 9110 §9.1)
 * @param target  the URL
 * @param fields  in order, {@code Host} first; no {@code Connection}, {@code Content-Length}, {@code Transfer-Encoding}
 * @param body    read once; restarted for a replay if possible
 * @param options deviations from the usual way to send a request
 * @param clientHost the host that the client asked for, without port
 * @param upgrade the protocol to which the upstream is asked to switch; empty for an ordinary request
 */
public record UpstreamRequest(String method, UpstreamTarget target, List<Field> fields, RequestBody body, Set<RequestOption> options,
                              Optional<String> clientHost, Optional<String> upgrade) {

    /** Lists deviations from the usual way to send a request. */
    public enum RequestOption {
        /** The request line says HTTP/1.0, and there is no {@code Connection} field. */
        HTTP_1_0,
        /** The body waits for 100 Continue; {@code Expect} is among the fields. */
        AWAIT_CONTINUE,
        /** The connection is closed after the exchange, also if the rule would keep it ({@code proxy-nokeepalive}). */
        NOT_KEPT,
        /** The connection must be a new one. */
        FRESH_CONNECTION,
        /** A CRLF follows the body ({@code proxy-sendextracrlf}). */
        EXTRA_CRLF
    }

    public UpstreamRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(clientHost, "clientHost");
        Objects.requireNonNull(upgrade, "upgrade");
    }

    /**
     * The same request for a member of a balancer.
     *
     * @param withHost whether {@code Host} names the member
     */
    public UpstreamRequest to(UpstreamTarget member, boolean withHost) {
        if (!withHost) return new UpstreamRequest(method, member, fields, body, options, clientHost, upgrade);
        List<Field> changed = new ArrayList<>(fields);
        changed.set(0, new Field("Host", member.authority().hostField()));
        return new UpstreamRequest(method, member, changed, body, options, clientHost, upgrade);
    }

    /** The same request, which asks the upstream to switch to {@code protocol}. */
    public UpstreamRequest upgrading(Optional<String> protocol) {
        return protocol.equals(upgrade) ? this : new UpstreamRequest(method, target, fields, body, options, clientHost, protocol);
    }

    /** An estimate, rather too high, of the length of the head and of a body with a known length; bytes. */
    public long size() {
        long size = 256 + target.pathAndQuery().length() + Math.max(0, body.length());
        for (Field field : fields) size += field.name().length() + field.value().length() + 4;
        return size;
    }

    public boolean is(RequestOption option) {
        return options.contains(option);
    }

    /** Whether the rule and this request allow the connection to be used again. */
    public boolean mayKeep(ConnectionSettings settings) {
        return settings.reuse().pooled() && !is(RequestOption.NOT_KEPT);
    }

    /** Why a kept connection must not be used, or null. */
    public LeaseVerdict.Reason insistsOnNew(ConnectionSettings settings) {
        if (!settings.reuse().pooled()) return null;
        if (is(RequestOption.NOT_KEPT)) return LeaseVerdict.Reason.VARIABLE;
        return is(RequestOption.FRESH_CONNECTION) ? LeaseVerdict.Reason.FRESH_WANTED : null;
    }

    /** {@code ping}: whether the body waits for 100 Continue. */
    public boolean pings(ConnectionSettings settings) {
        return settings.protocol().ping().isPresent() && body.length() != RequestBody.NONE && body.length() != 0 && !is(RequestOption.HTTP_1_0);
    }

    /** RFC 9110 §9.2.2. */
    public boolean isIdempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }
}
