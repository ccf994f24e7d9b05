package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.Lists;
import io.github.passmatch.rules.regex.StartIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * The rewrite rules of a server or of a section, in the order of the file. A block is a rule with the rules that are chained to it ({@code [C]}). With many blocks, an index over
 * their literal starts limits how many are tried. Immutable.
 */
public final class RewriteRules {

    public static final RewriteRules NONE = new RewriteRules(List.of());

    private final List<RewriteRule> all;
    private final int[] blocks;         // the positions of the first rules of the blocks
    private final StartIndex index;     // null if there are only a few blocks

    public RewriteRules(List<RewriteRule> all) {
        this.all = List.copyOf(all);
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) if (i == 0 || !all.get(i - 1).flags().chained()) starts.add(i);
        this.blocks = starts.stream().mapToInt(Integer::intValue).toArray();
        this.index = StartIndex.ofMany(starts, start -> all.get(start).literalStart());
    }

    public List<RewriteRule> all() {
        return all;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether a condition looks at files. */
    public boolean testFiles() {
        return all.stream().flatMap(rule -> rule.conditions().stream()).anyMatch(condition -> condition.test() instanceof RewriteCondition.FileTest);
    }

    RewriteRule get(int i) {
        return all.get(i);
    }

    int size() {
        return all.size();
    }

    /** These rules, followed by {@code later}. */
    public RewriteRules then(RewriteRules later) {
        if (later.isEmpty()) return this;
        return isEmpty() ? later : new RewriteRules(Lists.joined(all, later.all));
    }

    /** A cursor over the rules that may match {@code subject}. */
    Cursor cursor(String subject, boolean every) {
        return new Cursor(index == null || every ? null : index.find(subject));
    }

    /** Returns the rules that must be tried for one subject. */
    final class Cursor {
        private final StartIndex.Found found;
        private int block = -1;     // the position of the last block returned by the index

        private Cursor(StartIndex.Found found) {
            this.found = found;
        }

        /** The first position from {@code from} that must be tried, or the number of rules. */
        int next(int from) {
            if (found == null || from > 0 && from < all.size() && all.get(from - 1).flags().chained()) return from;
            while (block < from) {
                int next = found.next();
                if (next < 0) return all.size();
                block = blocks[next];
            }
            return block;
        }
    }
}
