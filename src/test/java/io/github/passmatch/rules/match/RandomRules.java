package io.github.passmatch.rules.match;

import static io.github.passmatch.rules.match.Destination.View.DECODED;
import static io.github.passmatch.rules.match.Destination.View.ENCODED;
import static io.github.passmatch.rules.match.Destination.View.SERVLET;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.rewrite.Redirects;
import io.github.passmatch.rules.server.Scope;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.Selector;
import io.github.passmatch.rules.target.BadTarget;
import io.github.passmatch.rules.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.PatternSyntaxException;

/** Rules of all kinds made by chance, and request paths near what they take. */
final class RandomRules {

    private static final Place HERE = new Place("test.conf", 1, 1);
    private static final List<String> SEGMENTS = List.of("a", "app", "ap", "App", "b", "app1", "a.b", "a;v=1", "");
    private static final List<String> ENDS = List.of("", "/", "//", "/x", "/app/b", "1", ";v=1", ";v=1/x", "/../b", "/./a", "?q", "/a%61", "/%2e%2e/app");
    private static final List<String> BAD_ENDS = List.of("%2F", "%2fx", "?q#", "/%", "%zz", "/%00", "/../../..");
    private static final List<List<Destination.View>> VIEWS = List.of(List.of(DECODED), List.of(DECODED), List.of(ENCODED), List.of(SERVLET), List.of(ENCODED, SERVLET),
            List.of(DECODED, DECODED, ENCODED, SERVLET, SERVLET, SERVLET, SERVLET));

    private final Random random;
    private final boolean withVariables;
    private final List<Destination.View> views;
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> near = new ArrayList<>(List.of("/", "", "*", "/app"));

    RandomRules(Random random, int count) throws BadTarget {
        this.random = random;
        this.withVariables = random.nextInt(5) == 0;
        this.views = oneOf(VIEWS);
        while (rules.size() < count) rules.add(random.nextInt(3) == 0 ? prefix() : regex());
    }

    List<Rule> rules() {
        return rules;
    }

    private Rule prefix() throws BadTarget {
        StringBuilder path = new StringBuilder();
        for (int n = random.nextInt(30) == 0 ? 0 : 1 + random.nextInt(3); n > 0; n--) path.append(random.nextInt(5) == 0 ? "//" : "/").append(oneOf(SEGMENTS)).append(random.nextInt(4) == 0 ? "" : oneOf(SEGMENTS));
        if (random.nextInt(5) == 0) path.append('/');
        near.add(path.toString());
        if (withVariables && random.nextInt(4) == 0) path.append("${V}");
        return rule("ProxyPass", new PathPrefix(path.toString()), Target.literal("http://u/x${V}"), Target.interpolated("http://${V}/y"));
    }

    private Rule regex() throws BadTarget {
        while (true) {
            RandomPattern pattern = new RandomPattern(random);
            try {
                PathRegex regex = PathRegex.compile(pattern.regex());
                near.add(pattern.witness());
                return rule("ProxyPassMatch", regex, Target.withReferences("http://u/x$1"), Target.interpolated("http://${V}/$0"));
            } catch (PatternSyntaxException e) {
                // some are none
            }
        }
    }

    private Rule rule(String directive, PathPattern pattern, Target usual, Target interpolated) {
        boolean interpolate = withVariables && random.nextInt(4) == 0;
        Destination to = new Destination(interpolate ? interpolated : usual, oneOf(views), random.nextInt(6) == 0, RuleSetTest.CONNECTIONS);
        return new Rule(rules.size() + 1, HERE, directive, pattern, random.nextInt(8) == 0 ? Optional.empty() : Optional.of(to), interpolate);
    }

    /** Sections chosen by the patterns of the rules, of paths and of URLs. */
    List<Section> sections() {
        return rules.stream().map(rule -> new Section(rule.toString(), HERE, selector(rule.pattern()), Optional.of(rule), Scope.EMPTY, Redirects.NONE, Optional.empty())).toList();
    }

    private Selector selector(PathPattern pattern) {
        if (pattern instanceof PathRegex regex) return new Selector.Matching(regex.regex());
        PathPrefix prefix = (PathPrefix) pattern;
        return random.nextBoolean() ? new Selector.OfPath(prefix) : new Selector.OfUrl(prefix.path());
    }

    /** A path that some rule may take, or one that is a little off. */
    RequestPath path() {
        StringBuilder path = new StringBuilder(oneOf(near));
        for (int n = random.nextInt(3); n > 0; n--) disturb(path);
        if (random.nextBoolean()) path.append(oneOf(random.nextInt(5) > 0 ? ENDS : BAD_ENDS));
        if (!path.toString().startsWith("/") && random.nextInt(10) > 0) path.insert(0, '/');
        int query = path.indexOf("?");
        return new RequestPath(query < 0 ? path.toString() : path.substring(0, query), query < 0 ? null : path.substring(query + 1),
                oneOf(List.of(EncodedSlashes.values())), random.nextBoolean());
    }

    private void disturb(StringBuilder path) {
        if (path.isEmpty()) return;
        int at = random.nextInt(path.length());
        char c = path.charAt(at);
        switch (random.nextInt(6)) {
            case 0 -> path.deleteCharAt(at);
            case 1 -> path.setCharAt(at, "abpx1/.".charAt(random.nextInt(7)));
            case 2 -> path.insert(at, c);
            case 3 -> path.setCharAt(at, Character.toUpperCase(c));
            case 4 -> path.replace(at, at + 1, String.format("%%%02X", (int) c));
            default -> path.insert(at, c == '/' ? ";s" : "/");
        }
    }

    /** Variables as {@code ProxyPassInterpolateEnv} sees them; null where it is off. */
    Environment variables() {
        if (random.nextBoolean()) return null;
        Environment variables = new Environment();
        if (random.nextInt(10) > 0) variables.set("V", oneOf(List.of("app", "app", "a", "b", "a", "", "/a", "not a host")));
        return variables;
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
