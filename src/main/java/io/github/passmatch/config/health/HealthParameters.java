package io.github.passmatch.config.health;

import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.rules.health.HealthExpression;
import io.github.passmatch.rules.health.HealthMethod;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the values of the parameters {@code hc*}, of a {@code BalancerMember} or a {@code ProxyHCTemplate}. */
public final class HealthParameters {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Map<String, BiConsumer<HealthDraft, Value>> SIMPLE = Map.of(
            "hcinterval", (draft, value) -> value.duration("s", SHORTEST_INTERVAL).ifPresent(time -> draft.interval = time),
            "hctimeout", (draft, value) -> draft.timeout = value.duration("s", Duration.ofMillis(1)).or(() -> draft.timeout),
            "hcpasses", (draft, value) -> value.integer(0, Integer.MAX_VALUE).ifPresent(n -> draft.passes = n),
            "hcfails", (draft, value) -> value.integer(0, Integer.MAX_VALUE).ifPresent(n -> draft.fails = n),
            "hcmethod", HealthParameters::method,
            "hcuri", HealthParameters::uri);
    /** Their values are names of other lines. */
    private static final List<String> REFERENCES = List.of("hctemplate", "hcexpr", "hcdrain");
    private static final Set<String> NAMES = Stream.concat(SIMPLE.keySet().stream(), REFERENCES.stream()).collect(Collectors.toUnmodifiableSet());
    private static final List<String> METHODS = List.of("NONE", "TCP", "OPTIONS", "HEAD", "GET", "OPTIONS11", "HEAD11", "GET11");

    private HealthParameters() { }

    /** Whether a parameter belongs to health checks. */
    public static boolean isOne(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The names of all parameters, in lower case. */
    public static Set<String> names() {
        return NAMES;
    }

    /** Stores the value of one parameter. {@link #isOne} must be true for {@link Value#name}. */
    public static void read(HealthDraft draft, Value value, HealthNames names) {
        String name = value.name().toLowerCase(Locale.ROOT);
        if (!name.equals("hcmethod") && !name.equals("hctemplate")) draft.place = Optional.of(value.place());
        if (name.equals("hctemplate")) named(value, names.templates, "ProxyHCTemplate", " hcmethod=GET hcuri=/health").ifPresent(draft::copy);
        else if (name.equals("hcexpr")) draft.expression = expression(draft, value, names).or(() -> draft.expression);
        else if (name.equals("hcdrain")) draft.drain = expression(draft, value, names).or(() -> draft.drain);
        else SIMPLE.get(name).accept(draft, value);
    }

    private static Optional<HealthExpression> expression(HealthDraft draft, Value value, HealthNames names) {
        Optional<HealthExpression> found = named(value, names.expressions, "ProxyHCExpr", " {%{REQUEST_STATUS} == 200}");
        if (found.isPresent()) draft.expressionPlace = Optional.of(value.place());
        return found;
    }

    private static <T> Optional<T> named(Value value, Map<String, T> known, String directive, String form) {
        Optional<T> found = Optional.ofNullable(known.get(value.text()));
        if (found.isPresent()) return found;
        String meant = Hints.didYouMean(value.text(), known.keySet());
        value.problems().error(value.place(), "no " + directive + " before this line has the name \"" + value.text() + "\"", meant.isEmpty() ? "write " + directive + " " + value.text() + form + " before this line" : meant);
        return found;
    }

    private static void method(HealthDraft draft, Value value) {
        if (value.text().equalsIgnoreCase("CPING")) {
            value.problems().error(value.place(), "hcmethod=CPING is a message of AJP, which is not supported", "write hcmethod=TCP, or hcmethod=GET with hcuri");
        } else if (value.text().equalsIgnoreCase("PROVIDER")) {
            value.problems().error(value.place(), "hcmethod=PROVIDER is not implemented, also in httpd", "write hcmethod=GET with hcuri, and hcexpr if the body decides");
        } else {
            value.oneOf(METHODS).ifPresent(name -> draft.method = HealthMethod.of(name));
        }
    }

    private static void uri(HealthDraft draft, Value value) {
        if (!value.text().matches("[!-~\u0080-\uffff]*")) {
            value.problems().error(value.place(), "hcuri is sent as it is, so it contains no spaces and no control characters", "write %20 for a space");
            return;
        }
        value.shorterThan(64).ifPresent(text -> {
            draft.uri = text;
            draft.uriPlace = Optional.of(value.place());
        });
    }
}
