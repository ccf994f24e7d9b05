package io.github.passmatch.config.directive;

import static java.util.stream.Collectors.joining;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Lexer;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Variables;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.environment.ServerNames;
import io.github.passmatch.rules.fields.FieldContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Reads lines of one scope with the handlers under test, and applies them to requests. */
final class Scopes {

    /** Reads one line. */
    @FunctionalInterface
    public interface Handler {
        void take(Line line, ScopeDraft scope);
    }

    private Scopes() { }

    /** The scope that {@code text} describes; {@code ;;} ends a line. */
    static ScopeDraft read(String text, Map<String, Handler> handlers) {
        ConfigSource source = new ConfigSource("c", text.replaceAll(" *;; *", "\n"));
        Problems problems = new Problems();
        problems.add(source);
        ScopeDraft scope = new ScopeDraft(problems, Map.of("HOME_OF", "/srv", "EMPTY", ""));
        Lexer lexer = new Lexer(source, new Variables(Map.of()), problems, name -> Directives.find(name) != null);
        for (Optional<Line> line = lexer.next(); line.isPresent(); line = lexer.next()) handlers.get(line.get().name().text()).take(line.get(), scope);
        return scope;
    }

    /** The problems: severity, place, message and hint. */
    static String problems(ScopeDraft scope) {
        return scope.problems.sorted().stream().map(problem -> problem.severity().name().charAt(0) + "@" + problem.place().line() + ":" + problem.place().column() + " "
                + problem.message() + (problem.hint().isEmpty() ? "" : " -> " + problem.hint())).collect(joining(" ;; "));
    }

    /** The environment that {@code scope} gives to {@code request}. */
    static Environment environment(ScopeDraft scope, RequestFacts request) {
        Environment environment = new Environment();
        scope.conditions.forEach(condition -> condition.apply(context(request, environment, 0, () -> 0).request()));
        EnvironmentSetting.apply(scope.settings, environment);
        return environment;
    }

    /** The data for fields of {@code request} with {@code environment}. */
    static FieldContext context(RequestFacts request, Environment environment, long receivedMicros, LongSupplier elapsedMicros) {
        return new FieldContext(new RequestContext(request, request::path, environment, new ServerNames(Optional.of("srv.example"), OptionalInt.empty(), Optional.empty(), false)), receivedMicros, elapsedMicros);
    }

    /** A request as {@code METHOD path Name: value, Name: value …} with spaces around the commas between the fields. */
    static RequestFacts request(String text) {
        String[] parts = text.strip().split(" +", 3);
        return new Asked(parts[0], parts[1], parts.length < 3 ? List.of() : fields(parts[2]));
    }

    /** Fields written as {@code Name: value ; Name: value}. */
    static List<Field> fields(String text) {
        List<Field> fields = new ArrayList<>();
        for (String line : text.split(" +; +")) {
            int colon = line.indexOf(':');
            if (colon > 0) fields.add(new Field(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
        return fields;
    }

    /** A request of a client for tests. */
    record Asked(String method, String path, List<Field> fields) implements RequestFacts {
        @Override
        public String query() {
            return null;
        }

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String scheme() {
            return "https";
        }

        @Override
        public String host() {
            return fields("Host").stream().findFirst().orElse(null);
        }

        @Override
        public int port() {
            return 443;
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.7";
        }

        @Override
        public String serverAddress() {
            return "198.51.100.1";
        }

        @Override
        public List<String> fields(String name) {
            return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
        }
    }
}
