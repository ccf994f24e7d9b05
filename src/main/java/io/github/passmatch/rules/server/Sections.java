package io.github.passmatch.rules.server;

import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.regex.StartIndex;
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

    /** The merged scope of {@code sections}. */
    static Scope merged(List<Section> sections) {
        Scope merged = Scope.EMPTY;
        for (Section section : sections) merged = merged.with(section.scope());
        return merged;
    }
}
