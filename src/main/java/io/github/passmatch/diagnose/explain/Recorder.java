package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.Secrets;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Records what decided about one request. For one thread. */
final class Recorder implements Trace {

    private final List<TriedRule> tried = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final List<Section> taken = new ArrayList<>();
    private Optional<Section> owner = Optional.empty();
    private String path = "";
    private int agreed = -1;                // length of the common prefix; -1: nothing was compared
    private List<String> captures = List.of();

    List<TriedRule> tried() {
        return tried;
    }

    /** The redirects and rewrite rules that were tried, each with its result. */
    List<String> steps() {
        return steps;
    }

    /** The sections that apply, in the order of merging. */
    List<Section> sections() {
        return taken;
    }

    @Override
    public void section(Section seen, String subject, boolean takes) {
        if (takes) taken.add(seen);
    }

    @Override
    public void step(Place place, String what) {
        steps.add(place.fileAndLine() + "  " + Secrets.hidden(what));
    }

    @Override
    public void ownRule(Section last) {
        owner = Optional.of(last);
    }

    @Override
    public void compared(String compared, int end) {
        path = compared;
        agreed = end < 0 ? -1 - end : end;
    }

    @Override
    public void searched(String searched, Matcher match) {
        path = searched;
        List<String> found = new ArrayList<>();
        for (int i = 0; match != null && i <= match.groupCount(); i++) found.add(match.group(i) == null ? "" : Bytes.toText(match.group(i)));
        captures = found;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // rules of one configuration are told apart by identity
    public void tried(Rule rule, Match match) {
        boolean matches = !(match instanceof Match.None);
        Optional<String> section = owner.filter(one -> one.rule().filter(own -> own == rule).isPresent()).map(Section::name);
        tried.add(new TriedRule(rule, section, matches, sentence(rule, match), captures));
        path = "";
        agreed = -1;
        captures = List.of();
    }

    private String sentence(Rule rule, Match match) {
        if (match instanceof Match.Refused refused) return "matches, and the request is refused with " + refused.summary();
        if (match instanceof Match.Excluded) return "matches: not proxied";
        if (match instanceof Match.Forwarded) return "matches";
        return rule.pattern() instanceof PathPrefix prefix ? difference(prefix.path()) : "the regular expression does not match " + Bytes.toText(path);
    }

    private String difference(String prefix) {
        String request = Bytes.toText(path);
        String rule = Bytes.toText(prefix);
        if (agreed >= prefix.length()) return rule + " matches whole path segments only, and in " + request + " it is followed by \"" + Bytes.toText(path.substring(agreed)) + "\"";
        if (agreed >= path.length()) return request + " is shorter than " + rule + ": \"" + Bytes.toText(prefix.substring(Math.min(agreed, prefix.length()))) + "\" is missing";
        return agreed <= 1 ? request + " does not begin with " + rule : request + " differs from " + rule + " after \"" + Bytes.toText(path.substring(0, agreed)) + "\"";
    }
}
