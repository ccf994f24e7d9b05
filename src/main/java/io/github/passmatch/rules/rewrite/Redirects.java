package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.match.RuleTrace;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.regex.StartIndex;
import java.util.List;
import java.util.Optional;

/**
 * The redirects of a server or of one section, in the order of trying: the first match wins. With many, an index over their literal starts limits how
 * many are compared. Immutable.
 */
public final class Redirects {

    public static final Redirects NONE = new Redirects(List.of(), Optional.empty());

    private final List<Redirect> all;
    private final Optional<Redirect> whole;
    private final StartIndex index;         // null if there are only a few

    /**
     * @param all   in the order of trying
     * @param whole the redirect without path of a section, which is tried first
     */
    public Redirects(List<Redirect> all, Optional<Redirect> whole) {
        this.all = List.copyOf(all);
        this.whole = whole;
        this.index = StartIndex.ofMany(this.all, Redirect::literalStart);
    }

    /** Those with a path or a regular expression, in the order of trying. */
    public List<Redirect> all() {
        return all;
    }

    /** The redirect without path of a section. */
    public Optional<Redirect> whole() {
        return whole;
    }

    public boolean isEmpty() {
        return all.isEmpty() && whole.isEmpty();
    }

    /**
     * The answer of the first redirect with a path that matches, or {@link RuleSet#NONE}.
     *
     * @param path  decoded, a byte string
     * @param query of the request, or null
     */
    public Match first(String path, String query, RuleTrace trace) throws Pcre.TooMuchWork {
        if (index == null || trace.listens()) {
            for (Redirect redirect : all) {
                Match answer = tried(redirect, path, query, trace);
                if (answer != null) return answer;
            }
            return RuleSet.NONE;
        }
        StartIndex.Found found = index.find(path);
        for (int i = found.next(); i >= 0; i = found.next()) {
            Match answer = all.get(i).answer(path, query);
            if (answer != null) return answer;
        }
        return RuleSet.NONE;
    }

    /** The answer of {@code redirect}; null if the path does not match. */
    public static Match tried(Redirect redirect, String path, String query, RuleTrace trace) throws Pcre.TooMuchWork {
        Match answer = redirect.answer(path, query);
        if (trace.listens()) trace.step(redirect.place(), redirect + (answer == null ? ": does not match " : ": matches ") + Bytes.toText(path));
        return answer;
    }
}
