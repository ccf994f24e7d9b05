package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.request.UpstreamRequest;
import java.util.List;

/** What becomes of a request. */
public sealed interface Outcome {

    /** What becomes of it, in one sentence. */
    String sentence();

    /** It goes on down the filter chain, or is answered by us. */
    record NotForwarded(String sentence) implements Outcome { }

    /**
     * It is sent to an upstream.
     *
     * @param target     where to
     * @param reuse      whether its connection is one that is kept, and why
     * @param parameters what holds for the rule
     * @param request    what is sent, but for a body
     * @param head       the same, byte by byte
     */
    record Forwarded(UpstreamTarget target, ReuseDecision reuse, List<EffectiveParameter> parameters, UpstreamRequest request, String head) implements Outcome {

        public Forwarded {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String sentence() {
            return "forwarded to " + target;
        }
    }
}
