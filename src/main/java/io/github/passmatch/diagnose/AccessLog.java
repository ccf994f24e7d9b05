package io.github.passmatch.diagnose;

import io.github.passmatch.rules.AccessLines;
import io.github.passmatch.upstream.FinishedExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code PassmatchAccessLog}: one line for each exchange. Where it goes is the logging's business. */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("passmatch.access");

    private volatile AccessLines lines = AccessLines.OFF;

    void write(AccessLines how) {
        lines = how;
    }

    void tell(FinishedExchange exchange) {
        AccessLines how = lines;
        if (how == AccessLines.OFF || !LOG.isInfoEnabled()) return;
        LOG.info("{}", how == AccessLines.JSON ? ExchangeJson.of(exchange) : ExchangeText.of(exchange));
    }
}
