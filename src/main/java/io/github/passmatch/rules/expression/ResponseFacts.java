package io.github.passmatch.rules.expression;

/** The facts of a response on which an expression of a health check ({@code ProxyHCExpr}) can depend. Values are byte strings. */
public interface ResponseFacts {

    int status();

    /** The values of all lines of the field, joined as a list; empty text if there is none. Names are case-insensitive. */
    String field(String name);

    /** The body, as far as it was received. */
    String body();
}
