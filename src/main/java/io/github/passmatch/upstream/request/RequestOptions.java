package io.github.passmatch.upstream.request;

import static io.github.passmatch.upstream.request.UpstreamRequest.RequestOption.AWAIT_CONTINUE;
import static io.github.passmatch.upstream.request.UpstreamRequest.RequestOption.EXTRA_CRLF;
import static io.github.passmatch.upstream.request.UpstreamRequest.RequestOption.FRESH_CONNECTION;
import static io.github.passmatch.upstream.request.UpstreamRequest.RequestOption.HTTP_1_0;
import static io.github.passmatch.upstream.request.UpstreamRequest.RequestOption.NOT_KEPT;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.ProxyVariable;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.request.UpstreamRequest.RequestOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Finds the options of a request that the client, or one of mod_proxy's variables, asks for. */
public final class RequestOptions {

    private RequestOptions() { }

    /**
     * All options of a request.
     *
     * @param expects         the result of {@link #passesExpect}
     * @param newOnConnection whether this is the first request on the client's connection; called only if that matters
     */
    public static Set<RequestOption> of(RoutingDecision decision, boolean expects, BooleanSupplier newOnConnection) {
        Environment environment = decision.environment();
        Set<RequestOption> options = EnumSet.noneOf(RequestOption.class);
        if (expects) options.add(AWAIT_CONTINUE);
        if (environment.has(ProxyVariable.FORCE_HTTP_1_0)) options.add(HTTP_1_0);
        if (environment.has(ProxyVariable.FORCE_HTTP_1_0) || environment.has(ProxyVariable.NO_KEEPALIVE)) options.add(NOT_KEPT);
        if (environment.has(ProxyVariable.SEND_EXTRA_CRLF)) options.add(EXTRA_CRLF);
        if (environment.has(ProxyVariable.INITIAL_NOT_POOLED) && newOnConnection.getAsBoolean()) options.add(FRESH_CONNECTION);
        return options;
    }

    /**
     * Whether the client waits for 100 Continue, and the upstream shall send it. RFC 9110 §10.1.1: only in HTTP/1.1, and only for a request with a body.
     *
     * @throws BadRequest for an expectation other than {@code 100-continue}, which is not supported
     */
    public static boolean passesExpect(RoutingDecision decision) throws BadRequest {
        if (!decision.scope().switches().passesExpect()) return false;
        RequestFacts clientRequest = decision.request();
        List<String> expectations = clientRequest.fields("Expect");
        if (expectations.isEmpty() || clientRequest.protocol().equals("HTTP/1.0")) return false;
        for (String expectation : expectations)
            if (!expectation.equalsIgnoreCase("100-continue")) throw new BadRequest(OwnAnswer.EXPECTATION, "an expectation other than 100-continue");
        Environment environment = decision.environment();
        boolean chunked = !clientRequest.fields("Transfer-Encoding").isEmpty();
        boolean spooled = chunked && environment.has(ProxyVariable.SEND_LENGTH);       // then the proxy must read the body to know its length
        return (chunked || !clientRequest.fields("Content-Length").isEmpty()) && !spooled && !environment.has(ProxyVariable.FORCE_HTTP_1_0);
    }
}
