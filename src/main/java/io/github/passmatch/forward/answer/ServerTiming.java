package io.github.passmatch.forward.answer;

import io.github.passmatch.forward.client.DirectPeer;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.server.Audience;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.upstream.ExchangeRecord;
import io.github.passmatch.upstream.outcome.FinishedExchange.Times;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** Adds the {@code Server-Timing} field (W3C) for {@code PassmatchServerTiming}, which browsers show for a request. Values of the upstream stay. */
public final class ServerTiming {

    private ServerTiming() { }

    /** Adds the field if the peer may see it. The release of the connection is not decided yet. */
    public static void add(ExchangeRecord record, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        Audience audience = decision.server().settings().serverTiming();
        if (audience.isNobody() || !audience.admits(audience.everybody() ? Optional.empty() : DirectPeer.address(clientRequest))) return;
        clientResponse.addHeader("Server-Timing", text(record));
    }

    private static String text(ExchangeRecord record) {
        Times times = record.times();
        StringBuilder out = new StringBuilder(128);
        Times.millis(times.queue(), out.append("queue;dur="));
        Times.millis(times.connect(), out.append(", connect;dur="));
        Times.millis(times.firstByte(), out.append(", upstream;dur="));
        out.append(", connection;desc=\"").append(record.lease()).append('"');
        if (record.choice() != null) out.append(", member;desc=\"").append(record.choice().member().map(Member::url).orElse("")).append(' ').append(record.choice().code()).append('"');
        return out.toString();
    }
}
