package io.github.passmatch.config;

import io.github.passmatch.rules.Destination;
import io.github.passmatch.rules.PathPrefix;
import io.github.passmatch.rules.PathRegex;
import io.github.passmatch.rules.Rule;
import io.github.passmatch.rules.Section;
import io.github.passmatch.rules.Site;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which rules others leave nothing, or less than they seem to take. Only what is certain is said. */
final class ReviewOfOrder {

    /** Beyond so many rules nobody made the file by hand, and trying each against each takes its time. */
    private static final int TRIED_IN_PAIRS = 300;

    private final Problems problems;
    /** Rules that a virtual host inherits are looked at once. */
    private final Set<Rule> seen = new HashSet<>();
    private final Map<Rule, RegexShape> shapes = new IdentityHashMap<>();

    ReviewOfOrder(Problems problems) {
        this.problems = problems;
    }

    void lookAt(Site site) {
        List<Rule> rules = site.rules().rules();
        List<Rule> ofSections = site.locations().stream().flatMap(section -> section.rule().stream()).toList();
        for (int i = 0; i < rules.size(); i++) if (seen.add(rules.get(i))) ordered(rules.get(i), rules.subList(0, i), ofSections);
        sections(site.locations().stream().filter(section -> section.rule().isPresent()).toList());
    }

    private void ordered(Rule late, List<Rule> earlier, List<Rule> ofSections) {
        Optional<Rule> cover = earlier.stream().filter(early -> covers(early, late)).findFirst();
        if (cover.isEmpty()) cover = ofSections.stream().filter(own -> covers(own, late)).findFirst();
        if (cover.isPresent()) never(late, cover.get(), ofSections.contains(cover.get()));
        else if (earlier.size() < TRIED_IN_PAIRS) earlier.stream().filter(early -> !early.excludes() && !covers(late, early)).forEach(early -> inPart(early, late));
    }

    private void never(Rule late, Rule early, boolean bySection) {
        problems.warn(Finding.SHADOWED_RULE, late.place(), "rule " + late.number() + " can never match: rule " + early.number() + " (" + early.place().fileAndLine()
                + ", " + early.pattern().text() + ") takes all it could", bySection ? "the rules of sections are tried before all others" : "put it before that one");
    }

    private void inPart(Rule early, Rule late) {
        if (!isPlain(early) || !isPlain(late)) return;
        samples(early, late).filter(path -> takes(early, path) && takes(late, path)).ifPresent(path ->
                problems.note(Finding.PARTLY_SHADOWED_RULE, late.place(), "rule " + early.number() + " (" + early.place().fileAndLine() + ", " + early.pattern().text()
                        + ") takes a part of what this rule could, such as " + path, "put this rule before that one if it is the more special"));
    }

    /** A path of the later rule that may be one of the earlier, too. */
    private Optional<String> samples(Rule early, Rule late) {
        String start = early.pattern() instanceof PathPrefix prefix ? withSlash(prefix.path()) : late.pattern() instanceof PathPrefix own ? withSlash(own.path()) : "/";
        if (late.pattern() instanceof PathRegex) return shape(late).sample(start);
        if (early.pattern() instanceof PathRegex) return shape(early).sample(start);
        return Optional.empty();
    }

    private static String withSlash(String path) {
        return path.endsWith("/") ? path : path + "/";
    }

    private static boolean takes(Rule rule, String path) {
        return rule.pattern() instanceof PathPrefix prefix ? prefix.covers(new PathPrefix(path)) : ((PathRegex) rule.pattern()).matches(path);
    }

    /** A later section's ProxyPass replaces that of an earlier one for the paths that both take. */
    private void sections(List<Section> withRule) {
        for (int i = 0; i < withRule.size(); i++) {
            Rule special = withRule.get(i).rule().get();
            Optional<Section> later = withRule.subList(i + 1, withRule.size()).stream().filter(section -> covers(section.rule().get(), special)).findFirst();
            if (later.isPresent() && seen.add(special))
                problems.warn(Finding.OVERRIDDEN_LOCATION, special.place(), "this rule can never match: " + later.get().name() + " (" + later.get().place().fileAndLine()
                        + ") stands behind its section and replaces its ProxyPass", "put the more special section behind the more general one");
        }
    }

    /** Whether everything that {@code late} takes is taken by {@code early}; rules with mapping= see other paths and are not compared. */
    private boolean covers(Rule early, Rule late) {
        if (!isPlain(early) || !isPlain(late)) return false;
        if (early.pattern() instanceof PathPrefix prefix) return covers(prefix, late);
        if (early.pattern().equals(late.pattern())) return true;
        RegexShape shape = shape(early);
        return shape.takesAllBehindStart() && start(late).startsWith(shape.literalStart());
    }

    private boolean covers(PathPrefix prefix, Rule late) {
        if (prefix.path().equals("/")) return true;
        if (late.pattern() instanceof PathPrefix other) return prefix.covers(other);
        String start = start(late);
        boolean beyond = prefix.path().endsWith("/") || start.length() > prefix.path().length();
        return prefix.covers(new PathPrefix(start)) && (beyond || shape(late).isExact());
    }

    private String start(Rule rule) {
        return rule.pattern() instanceof PathPrefix prefix ? prefix.path() : shape(rule).literalStart();
    }

    private RegexShape shape(Rule rule) {
        return shapes.computeIfAbsent(rule, key -> new RegexShape((PathRegex) key.pattern()));
    }

    private static boolean isPlain(Rule rule) {
        return rule.destination().map(to -> to.view() == Destination.View.DECODED).orElse(true) && !rule.interpolate();
    }
}
