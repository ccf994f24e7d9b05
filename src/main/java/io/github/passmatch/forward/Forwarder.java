package io.github.passmatch.forward;

import static io.github.passmatch.upstream.UpstreamRequest.Manner.AWAIT_CONTINUE;
import static io.github.passmatch.upstream.UpstreamRequest.Manner.EXTRA_CRLF;
import static io.github.passmatch.upstream.UpstreamRequest.Manner.FRESH_CONNECTION;
import static io.github.passmatch.upstream.UpstreamRequest.Manner.HTTP_1_0;

import io.github.passmatch.rules.ProxyConfig;
import io.github.passmatch.rules.ProxyVariable;
import io.github.passmatch.rules.SiteSettings;
import io.github.passmatch.rules.UpstreamTarget;
import io.github.passmatch.upstream.ClientGone;
import io.github.passmatch.upstream.Exchange;
import io.github.passmatch.rules.Field;
import io.github.passmatch.upstream.RequestBody;
import io.github.passmatch.upstream.Tokens;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.UpstreamFailure;
import io.github.passmatch.upstream.UpstreamRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one request from the client to an upstream and the answer back. Safe for concurrent use; each request stays on its thread. */
public final class Forwarder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private final SiteSettings site;
    private final RequestFields requestFields;
    private final ResponseFields responseFields;
    private final ClientConnections clientConnections = new ClientConnections();
    private final ClientWatch clientWatch = new ClientWatch();
    private final Set<Integer> interim;

    /**
     * @param config what holds for all rules
     * @param traits what the container does of itself
     */
    public Forwarder(ProxyConfig config, ContainerTraits traits) {
        this.site = config.site();
        Identity identity = new Identity(site);
        this.requestFields = new RequestFields(site, identity);
        this.responseFields = new ResponseFields(config.reverse(), identity, traits.announceChunks());
        this.interim = passedOn(traits);
    }

    /** As httpd, {@code proxy-interim-response} with any value but {@code RFC} suppresses them (mod_proxy). */
    private Set<Integer> passedOn(ContainerTraits traits) {
        String value = site.environment().getOrDefault(ProxyVariable.INTERIM_RESPONSE, "RFC");
        return value.equalsIgnoreCase("RFC") ? traits.interim() : Set.of();
    }

    /**
     * Forwards and answers.
     *
     * @throws ResponseCut if the answer broke off after its head was sent; must leave the filter, so that the container cuts the connection
     * @throws ClientGone  if the client left; there is nobody to answer
     */
    public void forward(Upstream upstream, UpstreamTarget target, HttpServletRequest clientRequest, HttpServletResponse clientResponse)
            throws IOException {
        try {
            if (LocalAnswer.given(clientRequest, clientResponse)) return;
            exchange(upstream, target, clientRequest, clientResponse);
        } catch (BadRequest e) {
            LOG.debug("{} refused: {}", clientRequest.getRequestURI(), e.getMessage());
            ErrorPage.send(clientResponse, e.status());
        } catch (BodyTooLarge e) {
            answerOrCut(clientResponse, 413, e.getMessage());
        } catch (ClientGone e) {
            LOG.debug("rule {} {}: {}", upstream.rule().number(), upstream.rule().place().fileAndLine(), e.getMessage(), e.getCause());
            if (clientResponse.isCommitted()) throw e;
            ErrorPage.send(clientResponse, 400);
        } catch (UpstreamFailure e) {
            LOG.warn("rule {} ({}): {} {}: {}", upstream.rule().number(), upstream.rule().place().fileAndLine(), clientRequest.getMethod(),
                    clientRequest.getRequestURI(), e.getMessage());
            LOG.debug("in full", e);
            answerOrCut(clientResponse, FailureStatus.of(e.kind()), e.getMessage());
        }
    }

    private static void answerOrCut(HttpServletResponse clientResponse, int status, String why) throws IOException {
        if (clientResponse.isCommitted()) throw new ResponseCut("the answer was cut: " + why);
        ErrorPage.send(clientResponse, status);
    }

    private void exchange(Upstream upstream, UpstreamTarget target, HttpServletRequest clientRequest, HttpServletResponse clientResponse)
            throws UpstreamFailure, ClientGone, BadRequest {
        if (!Tokens.isToken(clientRequest.getMethod())) throw new BadRequest(400, "the method is no token");
        boolean expects = upstream.settings().dialogue().passesExpect() && expectsContinue(clientRequest);
        List<Field> fields = requestFields.of(clientRequest, target, expects);
        boolean prefetch = !expects && !site.has(ProxyVariable.PREFETCH_NONBLOCKING);
        RequestBody body = ClientBody.of(clientRequest, site.maxRequestBody(), prefetch);
        Trailers.announce(clientRequest, body, fields);
        try (SpooledBody spooled = mustSpool(body) ? SpooledBody.of(body) : null;
             WaitingClient client = new WaitingClient(clientWatch, clientRequest, clientResponse, interim)) {
            var upstreamRequest = new UpstreamRequest(clientRequest.getMethod(), target, fields, spooled != null ? spooled : body,
                    manners(clientRequest, expects), ClientView.hostName(clientRequest));
            try (Exchange exchange = upstream.open(upstreamRequest, client)) {
                responseFields.copy(exchange.response(), clientRequest, clientResponse);
                Trailers.Relay trailers = new Trailers.Relay(exchange.response(), clientRequest, clientResponse);
                BodyRelay.relay(exchange, clientResponse, trailers, upstream.settings().ioBufferSize());
                if (clientRequest.getMethod().equals("HEAD")) BodyRelay.sendHead(exchange, clientResponse);
                LOG.debug("rule {}: {} {}, {}", upstream.rule().number(), target, exchange.leaseVerdict(), exchange.releaseVerdict());
            }
        }
    }

    /** HTTP/1.0 has no chunks, and {@code proxy-sendcl} wants none: then the length must be known before. */
    private boolean mustSpool(RequestBody body) {
        return body.length() == RequestBody.CHUNKED && (site.has(ProxyVariable.SEND_LENGTH) || site.has(ProxyVariable.FORCE_HTTP_1_0));
    }

    /** RFC 9110 §10.1.1: only HTTP/1.1 knows it, and only a body can be waited for. What is no {@code 100-continue} cannot be met. */
    private boolean expectsContinue(HttpServletRequest clientRequest) throws BadRequest {
        List<String> expectations = Collections.list(clientRequest.getHeaders("Expect"));
        if (expectations.isEmpty() || clientRequest.getProtocol().equals("HTTP/1.0")) return false;
        for (String expectation : expectations)
            if (!expectation.equalsIgnoreCase("100-continue")) throw new BadRequest(417, "an expectation other than 100-continue");
        boolean chunked = clientRequest.getHeader("Transfer-Encoding") != null;
        boolean spooled = chunked && site.has(ProxyVariable.SEND_LENGTH);       // then it must be read to learn its length
        return (chunked || clientRequest.getContentLengthLong() >= 0) && !spooled && !site.has(ProxyVariable.FORCE_HTTP_1_0);
    }

    private Set<UpstreamRequest.Manner> manners(HttpServletRequest clientRequest, boolean expects) {
        Set<UpstreamRequest.Manner> manners = EnumSet.noneOf(UpstreamRequest.Manner.class);
        if (expects) manners.add(AWAIT_CONTINUE);
        if (site.has(ProxyVariable.FORCE_HTTP_1_0)) manners.add(HTTP_1_0);
        if (site.has(ProxyVariable.SEND_EXTRA_CRLF)) manners.add(EXTRA_CRLF);
        if (site.has(ProxyVariable.INITIAL_NOT_POOLED) && clientConnections.isNew(clientRequest)) manners.add(FRESH_CONNECTION);
        return manners;
    }

    /** Ends the thread that watches clients. */
    @Override
    public void close() {
        clientWatch.close();
    }
}
