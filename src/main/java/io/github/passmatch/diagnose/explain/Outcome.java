package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.Secrets;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.request.UpstreamRequest;
import java.util.List;
import java.util.Optional;

/** Says what happens to a request. */
public sealed interface Outcome {

    /** The outcome in one sentence. */
    String sentence();

    /** The request continues in the filter chain, or the proxy answers it. */
    record NotForwarded(String sentence) implements Outcome { }

    /**
     * The request is sent to an upstream.
     *
     * @param target     the URL
     * @param choice     which member of a balancer is chosen, and why; empty without a balancer
     * @param reuse      whether the connection is reused, and why
     * @param parameters those in force for the rule
     * @param request    the request that is sent, without a body
     * @param head       the head of that request, byte by byte
     */
    record Forwarded(UpstreamTarget target, Optional<Choice> choice, ReuseDecision reuse, List<EffectiveParameter> parameters, UpstreamRequest request, String head) implements Outcome {

        public Forwarded {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String sentence() {
            return "forwarded to " + target;
        }

        /** The lines of the head for display: the values of fields that usually hold credentials are replaced by asterisks. */
        List<String> shownHead() {
            return head.strip().lines().map(Secrets::hiddenInField).toList();
        }
    }
}
