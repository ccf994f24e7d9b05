package io.github.passmatch.rules.expression;

import io.github.passmatch.rules.connection.DirectHost;
import io.github.passmatch.rules.environment.EnvironmentCondition;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.IpAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A condition on a request. */
public sealed interface Condition {

    /**
     * Whether the condition is true.
     *
     * @throws Pcre.TooMuchWork if a regular expression needs too many steps; no answer is safe then
     */
    boolean holds(Evaluation evaluation) throws Pcre.TooMuchWork;

    /** The test of {@code SetEnvIfExpr}. */
    default EnvironmentCondition.Test asTest() {
        return context -> {
            Evaluation evaluation = new Evaluation(context);
            return holds(evaluation) ? evaluation.groups() : null;
        };
    }

    /** {@code true} and {@code false}. */
    record Constant(boolean value) implements Condition {
        @Override
        public boolean holds(Evaluation evaluation) {
            return value;
        }
    }

    record Not(Condition inner) implements Condition {
        @Override
        public boolean holds(Evaluation evaluation) throws Pcre.TooMuchWork {
            return !inner.holds(evaluation);
        }
    }

    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Evaluation evaluation) throws Pcre.TooMuchWork {
            return left.holds(evaluation) && right.holds(evaluation);
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Evaluation evaluation) throws Pcre.TooMuchWork {
            return left.holds(evaluation) || right.holds(evaluation);
        }
    }

    /** {@code -n}; negated: {@code -z}. */
    record HasText(ExpressionText text) implements Condition {
        @Override
        public boolean holds(Evaluation evaluation) {
            return !text.value(evaluation).isEmpty();
        }
    }

    /** {@code -T}: neither empty nor a word for no. */
    record IsTrue(ExpressionText text) implements Condition {
        private static final Set<String> NO = Set.of("", "0", "off", "false", "no");

        @Override
        public boolean holds(Evaluation evaluation) {
            return !NO.contains(text.value(evaluation).toLowerCase(Locale.ROOT));
        }
    }

    /** {@code =~}. */
    record Matches(ExpressionText text, Pcre regex) implements Condition {
        @Override
        public boolean holds(Evaluation evaluation) throws Pcre.TooMuchWork {
            return evaluation.finds(regex, text.value(evaluation));
        }
    }

    /** {@code -in { … }}. */
    record IsOneOf(ExpressionText text, List<ExpressionText> list) implements Condition {
        public IsOneOf {
            list = List.copyOf(list);
        }

        @Override
        public boolean holds(Evaluation evaluation) {
            String value = text.value(evaluation);
            return list.stream().anyMatch(element -> element.value(evaluation).equals(value));
        }
    }

    /** {@code -ipmatch}, and {@code -R} for the address of the client. */
    record IsInNetwork(ExpressionText text, DirectHost.Network network) implements Condition {
        @Override
        public boolean holds(Evaluation evaluation) {
            return IpAddress.parse(text.value(evaluation)).filter(network::contains).isPresent();
        }
    }

    /** {@code ==}, {@code -eq} and the other comparisons. */
    record Compares(ExpressionText left, Comparison comparison, ExpressionText right) implements Condition {
        @Override
        public boolean holds(Evaluation evaluation) {
            return comparison.holds(left.value(evaluation), right.value(evaluation));
        }
    }
}
