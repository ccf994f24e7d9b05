package io.github.passmatch.rules.expression;

import io.github.passmatch.rules.environment.RequestVariable;
import java.util.List;

/** A text of an expression, with variables, functions and groups. Values are byte strings. */
public sealed interface ExpressionText {

    /** The text for one request. */
    String value(Evaluation evaluation);

    record Literal(String text) implements ExpressionText {
        @Override
        public String value(Evaluation evaluation) {
            return text;
        }
    }

    /** {@code %{NAME}}. */
    record Variable(RequestVariable variable) implements ExpressionText {
        @Override
        public String value(Evaluation evaluation) {
            return variable.of(evaluation.context());
        }
    }

    /** {@code $0} to {@code $9}. */
    record Group(int number) implements ExpressionText {
        @Override
        public String value(Evaluation evaluation) {
            return evaluation.group(number);
        }
    }

    /** {@code name(text)} and {@code %{name:text}}. */
    record Call(ExpressionFunction function, ExpressionText argument) implements ExpressionText {
        @Override
        public String value(Evaluation evaluation) {
            return function.apply(argument.value(evaluation), evaluation.context());
        }
    }

    /** {@code %{REQUEST_STATUS}}: the status of the response of a health check. */
    record Status() implements ExpressionText {
        @Override
        public String value(Evaluation evaluation) {
            return String.valueOf(evaluation.response().status());
        }
    }

    /** {@code %{resp:name}} and {@code resp('name')}: a field of the response of a health check. */
    record ResponseField(ExpressionText name) implements ExpressionText {
        @Override
        public String value(Evaluation evaluation) {
            return evaluation.response().field(name.value(evaluation));
        }
    }

    /** {@code hc('body')}: the body of the response of a health check. */
    record ResponseBody() implements ExpressionText {
        @Override
        public String value(Evaluation evaluation) {
            return evaluation.response().body();
        }
    }

    /** Several texts, one after the other. */
    record Joined(List<ExpressionText> parts) implements ExpressionText {
        public Joined {
            parts = List.copyOf(parts);
        }

        @Override
        public String value(Evaluation evaluation) {
            StringBuilder text = new StringBuilder();
            for (ExpressionText part : parts) text.append(part.value(evaluation));
            return text.toString();
        }
    }
}
