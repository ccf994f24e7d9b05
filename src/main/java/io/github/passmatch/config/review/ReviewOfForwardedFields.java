package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.fields.FieldAction;
import io.github.passmatch.rules.fields.FieldEdit;
import java.util.List;
import java.util.Locale;

/** Finds lines that set a field to which the proxy then appends a value. */
final class ReviewOfForwardedFields {

    private static final List<String> ADDED = List.of("x-forwarded-for", "x-forwarded-host", "x-forwarded-server");

    private final ConfigDraft config;
    private final Problems problems;

    ReviewOfForwardedFields(ConfigDraft config) {
        this.config = config;
        this.problems = config.problems;
    }

    void run() {
        for (ServerDraft server : config.servers()) {
            boolean adds = server.inherited(from -> from.scope.addHeaders).orElse(true);
            scope(server.scope, adds);
            for (SectionDraft section : server.sections) scope(section.scope, section.scope.addHeaders.orElse(adds));
        }
    }

    private void scope(ScopeDraft scope, boolean adds) {
        if (!adds) return;
        for (FieldEdit edit : scope.fieldEdits)
            if (edit.table() == FieldEdit.Table.REQUEST && sets(edit.action()) && ADDED.contains(edit.action().name().toLowerCase(Locale.ROOT)))
                problems.warn(Finding.FORWARDED_FIELD_TWICE, edit.place(), "the proxy appends its own value to " + edit.action().name() + ", as in httpd, so the upstream gets \"value of this line, own value\"",
                        "remove the line, or write ProxyAddHeaders Off");
    }

    private static boolean sets(FieldAction action) {
        return action instanceof FieldAction.Put || action instanceof FieldAction.PutIfAbsent || action.adds();
    }
}
