package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.regex.Pcre;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;

/** The first argument of {@code SetEnvIf}: the attribute of the request that is compared. */
public sealed interface RequestAttribute {

    /** The value; empty text if the request does not have the attribute, so that {@code ^$} matches a missing attribute. */
    String of(RequestFacts request, Environment environment);

    /** Attributes that every request has. */
    enum Fixed implements RequestAttribute {
        /** The address: host names are not looked up. */
        REMOTE_HOST(RequestFacts::remoteAddress),
        REMOTE_ADDR(RequestFacts::remoteAddress),
        SERVER_ADDR(RequestFacts::serverAddress),
        REQUEST_METHOD(RequestFacts::method),
        REQUEST_PROTOCOL(RequestFacts::protocol),
        /** The path. */
        REQUEST_URI(RequestFacts::path);

        @SuppressWarnings("ImmutableEnumChecker") // method references without state
        private final Function<RequestFacts, String> value;

        Fixed(Function<RequestFacts, String> value) {
            this.value = value;
        }

        /** The attribute with this name; case-insensitive. */
        static Optional<Fixed> of(String name) {
            for (Fixed fixed : values()) if (fixed.name().equals(name.toUpperCase(Locale.ROOT))) return Optional.of(fixed);
            return Optional.empty();
        }

        @Override
        public String of(RequestFacts request, Environment environment) {
            return value.apply(request);
        }
    }

    /** A request field, or, if there is no such field, a variable set by an earlier condition. */
    record Named(String name) implements RequestAttribute {
        @Override
        public String of(RequestFacts request, Environment environment) {
            List<String> values = request.fields(name);
            if (!values.isEmpty()) return String.join(", ", values);
            String variable = environment.get(name);
            return variable == null ? "" : variable;
        }
    }

    /** The last request field with a name that matches a regular expression. */
    record Found(Pcre names) implements RequestAttribute {
        @Override
        public String of(RequestFacts request, Environment environment) {
            List<String> seen = new ArrayList<>();
            for (Field field : request.fields()) if (seen.stream().noneMatch(field::is)) seen.add(field.name());
            String last = "";
            for (String name : seen) if (names.matches(name)) last = String.join(", ", request.fields(name));
            return last;
        }
    }

    /**
     * Reads the argument.
     *
     * @param word       a name, or a regular expression for field names if the word contains characters other than {@code A-Za-z0-9_-}
     * @param ignoreCase whether the regular expression is case-insensitive
     * @throws PatternSyntaxException if the regular expression is invalid
     */
    static RequestAttribute named(String word, boolean ignoreCase) {
        Optional<Fixed> fixed = Fixed.of(word);
        if (fixed.isPresent()) return fixed.get();
        boolean plain = word.chars().allMatch(c -> Bytes.isAlphanumeric((char) c) || c == '-' || c == '_');
        return plain ? new Named(word) : new Found(Pcre.compile(word, ignoreCase));
    }
}
