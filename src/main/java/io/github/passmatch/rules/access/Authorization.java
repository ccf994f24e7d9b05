package io.github.passmatch.rules.access;

import io.github.passmatch.rules.Place;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** One {@code Require} line, or a container of such lines. */
public sealed interface Authorization {

    /** The position of the line. */
    Place place();

    /** The line as the user wrote it, for explanations. */
    String text();

    /** Whether the line, or a line inside, applies to {@code method}. */
    boolean covers(String method);

    /** Whether the line begins with {@code Require not}, or is a {@code <RequireNone>}. */
    boolean negated();

    /** Whether a requirement inside has the property. */
    boolean any(Predicate<Requirement> property);

    /** The result if the line applies to the method of the request. */
    Result apply(AccessFacts facts, Optional<String> user);

    /**
     * A result and the line that caused it.
     *
     * @param by the innermost line that decided
     */
    record Result(Verdict verdict, Authorization by) {

        Result negated(Authorization line) {
            return switch (verdict) {
                case GRANTED -> new Result(Verdict.DENIED, by);
                case DENIED, DENIED_NO_USER -> new Result(Verdict.NEUTRAL, line);
                case NEUTRAL -> this;
            };
        }
    }

    /** The result of {@code line} as a part of a container in which all lines, or any line, must be met. */
    static Result check(Authorization line, boolean inAll, AccessFacts facts, Optional<String> user) {
        if (!line.covers(facts.method())) return new Result(inAll ? Verdict.GRANTED : Verdict.NEUTRAL, line);
        Result result = line.apply(facts, user);
        return line.negated() ? result.negated(line) : result;
    }

    /**
     * One {@code Require} line.
     *
     * @param methods the methods to which the line applies
     */
    record Line(Place place, String text, Requirement requirement, boolean negated, Methods methods) implements Authorization {
        public Line {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(requirement, "requirement");
            Objects.requireNonNull(methods, "methods");
        }

        @Override
        public boolean covers(String method) {
            return methods.cover(method);
        }

        @Override
        public boolean any(Predicate<Requirement> property) {
            return property.test(requirement);
        }

        @Override
        public Result apply(AccessFacts facts, Optional<String> user) {
            return new Result(requirement.check(facts, user), this);
        }
    }

    /**
     * {@code <RequireAll>}, {@code <RequireAny>}, {@code <RequireNone>}, the lines of a section, or sections joined by {@code AuthMerging}.
     *
     * @param all whether all lines must be met; otherwise one line is enough
     */
    record Container(Place place, String text, boolean all, boolean negated, List<Authorization> lines) implements Authorization {
        public Container {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(text, "text");
            lines = List.copyOf(lines);
        }

        @Override
        public boolean covers(String method) {
            return lines.stream().anyMatch(line -> line.covers(method));
        }

        @Override
        public boolean any(Predicate<Requirement> property) {
            return lines.stream().anyMatch(line -> line.any(property));
        }

        @Override
        public Result apply(AccessFacts facts, Optional<String> user) {
            Result result = new Result(Verdict.NEUTRAL, this);
            for (Authorization line : lines) {
                Result next = check(line, all, facts, user);
                if (next.verdict == (all ? Verdict.DENIED : Verdict.GRANTED)) return next;
                boolean userMayChange = next.verdict == Verdict.DENIED_NO_USER && (all || result.verdict == Verdict.DENIED);
                if (next.verdict != Verdict.NEUTRAL && (userMayChange || result.verdict == Verdict.NEUTRAL)) result = next;
            }
            return result;
        }
    }
}
