package io.github.passmatch.rules.server;

import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.regex.StartIndex;
import io.github.passmatch.rules.rewrite.Redirects;
import java.util.ArrayList;
import java.util.List;

/** Sections of one kind in the order of merging. With many sections, an index over their literal starts limits how many are compared. */
public final class Sections {

    private final List<Section> all;
    private final StartIndex index;         // null if there are only a few sections

    public Sections(List<Section> all) {
        this.all = List.copyOf(all);
        this.index = StartIndex.ofMany(all, section -> section.selector().literalStart());
    }

    public List<Section> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The sections that match {@code subject}, in the order of merging. If a trace listens, every section is compared, because the trace reports all of them. */
    public List<Section> taking(String subject, Trace trace) throws Pcre.TooMuchWork {
        List<Section> taking = new ArrayList<>(4);
        if (index == null || trace.listens()) {
            for (Section section : all) if (takes(section, subject, trace)) taking.add(section);
        } else {
            StartIndex.Found found = index.find(subject);
            for (int i = found.next(); i >= 0; i = found.next()) if (takes(all.get(i), subject, trace)) taking.add(all.get(i));
        }
        return taking;
    }

    private static boolean takes(Section section, String subject, Trace trace) throws Pcre.TooMuchWork {
        boolean taken = section.selector().takes(subject);
        trace.section(section, subject, taken);
        return taken;
    }

    /** The answer of the redirect without path: that of the last section that has one, or {@link RuleSet#NONE}. */
    static Match wholeRedirect(List<Section> sections, String path, String query, Trace trace) throws Pcre.TooMuchWork {
        for (int i = sections.size() - 1; i >= 0; i--)
            if (sections.get(i).redirects().whole().isPresent()) return Redirects.tried(sections.get(i).redirects().whole().get(), path, query, trace);
        return RuleSet.NONE;
    }

    /** The answer of the first redirect with a path that matches, those of the last section first, or {@link RuleSet#NONE}. */
    static Match redirect(List<Section> sections, String path, String query, Trace trace) throws Pcre.TooMuchWork {
        for (int i = sections.size() - 1; i >= 0; i--) {
            Match answer = sections.get(i).redirects().first(path, query, trace);
            if (answer != RuleSet.NONE) return answer;
        }
        return RuleSet.NONE;
    }

    /** The merged scope of {@code sections}. */
    static Scope merged(List<Section> sections) {
        Scope merged = Scope.EMPTY;
        for (Section section : sections) merged = merged.with(section.scope());
        return merged;
    }
}
