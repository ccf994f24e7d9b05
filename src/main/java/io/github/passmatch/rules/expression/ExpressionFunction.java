package io.github.passmatch.rules.expression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestVariable;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** The functions of expressions. */
enum ExpressionFunction {
    /** A field of the request. */
    FIELD(List.of("http", "req", "req_novary"), (name, context) -> new RequestVariable.OfField(name).of(context)),
    /** A variable of the environment of the request. */
    ENVIRONMENT(List.of("env", "reqenv"), (name, context) -> new RequestVariable.OfEnvironment(name).of(context)),
    LOWER(List.of("tolower"), (text, context) -> text.toLowerCase(Locale.ROOT)),
    UPPER(List.of("toupper"), (text, context) -> text.toUpperCase(Locale.ROOT)),
    ESCAPE(List.of("escape"), (text, context) -> Bytes.escapePath(text)),
    UNESCAPE(List.of("unescape"), (text, context) -> Bytes.unescape(text)),
    BASE64(List.of("base64"), (text, context) -> Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1)));

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<String> names;
    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final BiFunction<String, RequestContext, String> function;

    ExpressionFunction(List<String> names, BiFunction<String, RequestContext, String> function) {
        this.names = names;
        this.function = function;
    }

    /** The function with this name; case-insensitive. */
    static Optional<ExpressionFunction> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (ExpressionFunction function : values()) if (function.names.contains(lower)) return Optional.of(function);
        return Optional.empty();
    }

    String apply(String argument, RequestContext context) {
        return function.apply(argument, context);
    }
}
