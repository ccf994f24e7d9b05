package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.tls.TlsVariables;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A variable of a request: the {@code NAME} of {@code %{NAME}} in conditions of mod_rewrite, in expressions, and in {@code %{NAME}s} of {@code Header} and
 * {@code RequestHeader}. Values are byte strings.
 */
public sealed interface RequestVariable {

    /** The value; empty text if the request has none. */
    String of(RequestContext context);

    /** Variables with a fixed name. */
    enum Named implements RequestVariable {
        /** {@code http} or {@code https}; the scheme of {@code ServerName} counts. */
        REQUEST_SCHEME(context -> context.server().scheme(context.request())),
        /** {@code on} or {@code off}: TLS on the connection of the client. */
        HTTPS(context -> onOff(context.request().scheme().equals("https"))),
        REQUEST_METHOD(context -> context.request().method()),
        /** The decoded path, without query. */
        REQUEST_URI(context -> context.path().get()),
        DOCUMENT_URI(context -> context.path().get()),
        QUERY_STRING(context -> orEmpty(context.request().query())),
        SERVER_PROTOCOL(context -> context.request().protocol()),
        /** The request line as the client sent it, below the context path. */
        THE_REQUEST(context -> requestLine(context.request().received())),
        SERVER_NAME(context -> context.server().host(context.request())),
        SERVER_PORT(context -> String.valueOf(context.server().port(context.request()))),
        SERVER_ADDR(context -> orEmpty(context.request().serverAddress())),
        REMOTE_ADDR(context -> orEmpty(context.request().remoteAddress())),
        /** The address: host names are not looked up. */
        REMOTE_HOST(context -> orEmpty(context.request().remoteAddress())),
        /** The user who has logged in here, or in the container; empty before the login. */
        REMOTE_USER(context -> orEmpty(context.environment().userOr(context.request()))),
        HTTP_HOST(context -> orEmpty(context.request().host())),
        HTTP_ACCEPT(context -> field("Accept", context)),
        HTTP_COOKIE(context -> field("Cookie", context)),
        HTTP_FORWARDED(context -> field("Forwarded", context)),
        HTTP_PROXY_CONNECTION(context -> field("Proxy-Connection", context)),
        HTTP_REFERER(context -> field("Referer", context)),
        HTTP_USER_AGENT(context -> field("User-Agent", context)),
        HTTP2(context -> onOff(context.request().protocol().startsWith("HTTP/2"))),
        IPV6(context -> onOff(orEmpty(context.request().remoteAddress()).indexOf(':') >= 0)),
        IS_SUBREQ(context -> "false"),
        TIME(now("yyyyMMddHHmmss")),
        TIME_YEAR(now("yyyy")),
        TIME_MON(now("MM")),
        TIME_DAY(now("dd")),
        TIME_HOUR(now("HH")),
        TIME_MIN(now("mm")),
        TIME_SEC(now("ss")),
        /** 0: Sunday. */
        TIME_WDAY(context -> String.valueOf(ZonedDateTime.now(ZoneId.systemDefault()).getDayOfWeek().getValue() % 7));

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final Function<RequestContext, String> value;

        Named(Function<RequestContext, String> value) {
            this.value = value;
        }

        @Override
        public String of(RequestContext context) {
            return value.apply(context);
        }
    }

    /** {@code HTTP:name}: a field of the request; several lines are joined as a list. */
    record OfField(String name) implements RequestVariable {
        @Override
        public String of(RequestContext context) {
            return field(name, context);
        }
    }

    /** {@code ENV:name}: a variable of the environment of the request. */
    record OfEnvironment(String name) implements RequestVariable {
        @Override
        public String of(RequestContext context) {
            return orEmpty(context.environment().get(name));
        }
    }

    /** {@code SSL_…} and {@code SSL:SSL_…}: a variable of mod_ssl about the connection of the client. */
    record OfTls(String name) implements RequestVariable {
        @Override
        public String of(RequestContext context) {
            return context.request().tls().flatMap(tls -> TlsVariables.value(name, tls)).orElse("");
        }
    }

    /** The variable with this name, {@code HTTP:field} and {@code ENV:variable} included; empty if there is none here. Names are case-insensitive. */
    static Optional<RequestVariable> of(String name) {
        if (name.regionMatches(true, 0, "HTTP:", 0, 5)) return Optional.of(new OfField(name.substring(5)));
        if (name.regionMatches(true, 0, "ENV:", 0, 4)) return Optional.of(new OfEnvironment(name.substring(4)));
        String ofTls = name.regionMatches(true, 0, "SSL:", 0, 4) ? name.substring(4) : name;
        if (TlsVariables.isKnown(ofTls)) return Optional.of(new OfTls(ofTls));
        String upper = name.toUpperCase(Locale.ROOT);
        for (Named named : Named.values()) if (named.name().equals(upper)) return Optional.of(named);
        return Optional.empty();
    }

    private static String field(String name, RequestContext context) {
        List<String> values = context.request().fields(name);
        return values.size() == 1 ? values.get(0) : String.join(", ", values);
    }

    private static String requestLine(RequestFacts request) {
        return request.method() + " " + request.path() + (request.query() == null ? "" : "?" + request.query()) + " " + request.protocol();
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    private static Function<RequestContext, String> now(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        return context -> format.format(ZonedDateTime.now(ZoneId.systemDefault()));
    }
}
