package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.Lists;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.fields.FieldEdit.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * All edits that hold for a request, outer scopes before inner ones. Immutable.
 *
 * @param all in the order in which they are done: the early ones first
 */
public record FieldEdits(List<FieldEdit> all) {

    public static final FieldEdits NONE = new FieldEdits(List.of());

    /** Fields of which a message has one, so that that of {@code Header always} takes the upstream's place. */
    private static final Set<String> ONE_OF_A_KIND = Set.of("Date", "Server");

    public FieldEdits {
        all = all.stream().anyMatch(FieldEdit::early) ? all.stream().sorted(Comparator.comparing(edit -> !edit.early())).toList() : List.copyOf(all);
    }

    /** These, and then those of an inner scope. */
    public FieldEdits then(FieldEdits inner) {
        return new FieldEdits(Lists.joined(all, inner.all));
    }

    /** The client's fields as {@code RequestHeader} lines leave them, for the proxy to go on with. */
    public List<Field> ofRequest(List<Field> clientFields, FieldContext context) {
        return edited(Table.REQUEST, clientFields, context);
    }

    /** The request as {@code SetEnvIf} sees it, with the early lines done. */
    public RequestFacts early(RequestFacts request) {
        List<FieldEdit> early = all.stream().filter(edit -> edit.early() && edit.table() == Table.REQUEST).toList();
        if (early.isEmpty()) return request;
        List<Field> fields = new ArrayList<>(request.fields());
        FieldContext context = new FieldContext(request, new Environment(), 0, () -> 0);
        for (FieldEdit edit : early) edit.apply(fields, context);
        return new EditedRequest(request, List.copyOf(fields));
    }

    /** The upstream's fields as {@code Header} lines leave them, those of {@code Header always} before them. */
    public List<Field> ofAnswer(List<Field> upstreamFields, FieldContext context) {
        List<Field> fields = new ArrayList<>();
        List<Field> upstreams = new ArrayList<>(upstreamFields);
        for (FieldEdit edit : all) if (edit.table() == Table.ALWAYS) edit.apply(reachesUpstreams(edit) ? upstreams : fields, context);
        for (FieldEdit edit : all) if (edit.table() == Table.ON_SUCCESS) edit.apply(upstreams, context);
        for (String name : ONE_OF_A_KIND) if (FieldLines.first(fields, name) >= 0) upstreams.removeIf(field -> field.is(name));
        fields.addAll(upstreams);
        return fields;
    }

    /** {@code Header always} leaves the upstream's fields alone, but for the media type, which it can change and not take away. */
    private static boolean reachesUpstreams(FieldEdit edit) {
        return edit.isOfMediaType() && !(edit.action() instanceof FieldAction.Unset);
    }

    /** What {@code Header always} adds to an answer that the proxy makes itself. */
    public List<Field> ofOwnAnswer(FieldContext context) {
        return edited(Table.ALWAYS, List.of(), context);
    }

    private List<Field> edited(Table table, List<Field> given, FieldContext context) {
        List<Field> fields = new ArrayList<>(given);
        for (FieldEdit edit : all) if (edit.table() == table) edit.apply(fields, context);
        return fields;
    }
}
