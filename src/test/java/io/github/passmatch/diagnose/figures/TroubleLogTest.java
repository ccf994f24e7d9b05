package io.github.passmatch.diagnose.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroubleLogTest {

    private static final long SECOND = 1_000_000_000L;

    private static FinishedExchange own(OwnAnswer reason, String path, String detail) {
        return new FinishedExchange(0, null, "192.0.2.1", null, "GET", path, reason.status(), null, 0, 0, new FinishedExchange.Times(0, 0, 0, 0), null, null, false, ExchangeResult.OWN, null, reason, detail, null);
    }

    @Test
    void anOwnAnswerIsExplainedOnceAndThenCounted() {
        try (LogLines log = LogLines.only("passmatch")) {
            TroubleLog troubles = new TroubleLog();
            for (int i = 0; i < 60; i++) troubles.ended(own(OwnAnswer.ENCODED_SLASH, "/a%2F" + i, "the path contains %2F, and AllowEncodedSlashes is Off"), i);
            troubles.logDue(10 * SECOND);
            troubles.ended(own(OwnAnswer.ENCODED_SLASH, "/b", null), 20 * SECOND);
            assertEquals(List.of(
                    "GET /a%2F0 is answered 404 (own:encoded-slash): the path contains %2F, and AllowEncodedSlashes is Off; what helps: write AllowEncodedSlashes NoDecode if the upstream needs %2F in paths",
                    "59 more answered 404 (own:encoded-slash), the last one GET /a%2F59",
                    "1 more answered 404 (own:encoded-slash), the last one GET /b"), log.lines());
        }
    }

    @Test
    void eachKindIsExplainedForItself() {
        try (LogLines log = LogLines.only("passmatch")) {
            TroubleLog troubles = new TroubleLog();
            troubles.ended(own(OwnAnswer.BODY_LIMIT, "/a", "LimitRequestBody is 3"), 0);
            troubles.ended(own(OwnAnswer.EXPECTATION, "/a", "the Expect\r\nfield"), 0);
            troubles.ended(own(OwnAnswer.LAST_HOP, "/a", "TRACE"), 0);
            assertEquals(List.of(
                    "GET /a is answered 413 (own:body-limit): the request body is longer than LimitRequestBody (LimitRequestBody is 3); what helps: raise LimitRequestBody if such bodies are allowed",
                    "GET /a is answered 417 (own:expectation): the Expect field asks for something other than 100-continue (the Expect??field); what helps: make the client send no Expect field, or 100-continue"),
                    log.lines());
        }
    }

    @Test
    void whatHasHadNoLineYetIsToldAtTheEnd() {
        try (LogLines log = LogLines.only("passmatch")) {
            TroubleLog troubles = new TroubleLog();
            for (int i = 0; i < 3; i++) troubles.ended(own(OwnAnswer.LOOP, "/a", null), i);
            troubles.close();
            troubles.close();
            assertEquals("2 more answered 508 (own:loop), the last one GET /a", log.lines().get(1));
            assertEquals(2, log.lines().size());
        }
    }
}
