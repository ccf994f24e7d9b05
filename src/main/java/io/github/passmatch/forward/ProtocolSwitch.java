package io.github.passmatch.forward;

import io.github.passmatch.forward.container.ClientSwitch;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.forward.member.MemberAttempts;
import io.github.passmatch.forward.tunnel.ByteTunnel;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.UpgradedConnection;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.BadRequest;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/** Switches the connection of a client to another protocol, after the upstream has done that (101), and begins the tunnel between them. */
final class ProtocolSwitch {

    private static final Logger LOG = Loggers.of(Forwarder.class);

    private final HttpServletRequest clientRequest;
    private final HttpServletResponse clientResponse;
    private final ClientSwitch client;
    private final Executor workers;

    /** @param workers threads for what may wait in the tunnel */
    ProtocolSwitch(HttpServletRequest clientRequest, HttpServletResponse clientResponse, ServletContainer container, Executor workers) {
        this.clientRequest = clientRequest;
        this.clientResponse = clientResponse;
        this.client = ClientSwitch.of(clientRequest, container);
        this.workers = workers;
    }

    /**
     * After this method has returned, the response only has to be completed: the tunnel owns the connection of the upstream, closes {@code members} and ends the report.
     *
     * @param members null without a balancer
     * @throws BadRequest if the container cannot switch
     */
    void run(UpgradedConnection upstream, ByteTunnel.Facts facts, MemberAttempts members, ExchangeReport report) throws IOException, BadRequest {
        boolean prepared = false;
        try {
            ByteTunnel tunnel = new ByteTunnel(upstream, facts, workers, listener(members, report));
            client.prepare(clientRequest, clientResponse, tunnel);
            clientResponse.setHeader("Connection", "Upgrade");
            clientResponse.setHeader("Upgrade", facts.protocol());
            prepared = true;
            report.switched();
            upstream.serves(tunnel);
        } catch (ServletException | UnsupportedOperationException e) {
            clientResponse.reset();
            throw new BadRequest(OwnAnswer.NO_UPGRADE, e.toString());
        } finally {
            if (!prepared) upstream.close();
        }
    }

    /** Keeps nothing of the request. Until the end of the tunnel, the member of a balancer has one more request in progress. */
    private static ByteTunnel.Listener listener(MemberAttempts members, ExchangeReport report) {
        return (why, sent, received) -> {
            try (MemberAttempts attempts = members) {
                LOG.trace("{} end", attempts);
                report.ended(why, sent, received);
            }
        };
    }
}
