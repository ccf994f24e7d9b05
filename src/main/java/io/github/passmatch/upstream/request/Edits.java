package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.fields.FieldContext;
import io.github.passmatch.rules.fields.FieldEdits;
import io.github.passmatch.rules.server.RoutingDecision;
import java.util.List;

/** Applies {@code RequestHeader} and {@code Header} to one exchange; returns the same list if there are no such directives. */
public final class Edits {

    private Edits() { }

    /** The client's fields, edited for the upstream. */
    public static List<Field> ofRequest(List<Field> clientFields, RoutingDecision decision) {
        FieldEdits edits = decision.scope().edits();
        return edits.all().isEmpty() ? clientFields : edits.ofRequest(clientFields, context(decision));
    }

    /** The upstream's fields, edited for the client. */
    public static List<Field> ofAnswer(List<Field> upstreamFields, RoutingDecision decision) {
        FieldEdits edits = decision.scope().edits();
        return edits.all().isEmpty() ? upstreamFields : edits.ofAnswer(upstreamFields, context(decision));
    }

    /** The fields that are added to a response of the proxy itself. */
    public static List<Field> ofOwnAnswer(RoutingDecision decision) {
        FieldEdits edits = decision.scope().edits();
        return edits.all().isEmpty() ? List.of() : edits.ofOwnAnswer(context(decision));
    }

    private static FieldContext context(RoutingDecision decision) {
        return new FieldContext(decision.requestContext(), decision.receivedMicros(), decision::elapsedMicros);
    }
}
