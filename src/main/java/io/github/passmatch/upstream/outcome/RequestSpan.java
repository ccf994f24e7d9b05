package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.util.List;

/** Follows one request that a rule forwards, as a span of a trace. Used by one thread at a time; must not wait and must not throw. */
public interface RequestSpan {

    /** Follows nothing. */
    RequestSpan NONE = new RequestSpan() { };

    /**
     * The request will be sent to the upstream.
     *
     * @param fields of the upstream request
     * @return the fields to send: with those that tell the upstream the span, or {@code fields} itself
     */
    default List<Field> begins(UpstreamTarget target, List<Field> fields) {
        return fields;
    }

    /** The request is over. Also called if it was not sent. */
    default void ended(FinishedExchange exchange) { }
}
