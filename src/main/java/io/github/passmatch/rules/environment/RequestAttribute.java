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

/** The first word of a {@code SetEnvIf}: what of a request is looked at. */
public sealed interface RequestAttribute {

    /** Its value; empty text where the request has none, so that {@code ^$} finds what is missing. */
    String of(RequestFacts request, Environment environment);

    /** What every request has. */
    enum Fixed implements RequestAttribute {
        /** The address: names are not looked up. */
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

        /** The attribute of that name, in any case. */
        static Optional<Fixed> of(String name) {
            for (Fixed fixed : values()) if (fixed.name().equals(name.toUpperCase(Locale.ROOT))) return Optional.of(fixed);
            return Optional.empty();
        }

        @Override
        public String of(RequestFacts request, Environment environment) {
            return value.apply(request);
        }
    }

    /** A request field, or else a variable that an earlier condition has set. */
    record Named(String name) implements RequestAttribute {
        @Override
        public String of(RequestFacts request, Environment environment) {
            List<String> values = request.fields(name);
            if (!values.isEmpty()) return String.join(", ", values);
            String variable = environment.get(name);
            return variable == null ? "" : variable;
        }
    }

    /** The last of the request fields whose name is found by a regular expression. */
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
     * Reads the word.
     *
     * @param word       a name, or a regular expression for names of fields if it holds other characters than {@code A-Za-z0-9_-}
     * @param ignoreCase whether that regular expression ignores case
     * @throws PatternSyntaxException if it is meant to be one, and is none
     */
    static RequestAttribute named(String word, boolean ignoreCase) {
        Optional<Fixed> fixed = Fixed.of(word);
        if (fixed.isPresent()) return fixed.get();
        boolean plain = word.chars().allMatch(c -> Bytes.isAlphanumeric((char) c) || c == '-' || c == '_');
        return plain ? new Named(word) : new Found(Pcre.compile(word, ignoreCase));
    }
}
