package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.Lists;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.fields.FieldEdit.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * All field edits for a request, those of outer scopes before those of inner scopes. Immutable.
 *
 * @param all in the order in which they are applied: {@code early} ones first
 */
public record FieldEdits(List<FieldEdit> all) {

    public static final FieldEdits NONE = new FieldEdits(List.of());

    /** Fields that a message has only once: the field of {@code Header always} replaces the upstream's. */
    private static final Set<String> SINGLE = Set.of("Date", "Server");

    public FieldEdits {
        all = all.stream().anyMatch(FieldEdit::early) ? all.stream().sorted(Comparator.comparing(edit -> !edit.early())).toList() : List.copyOf(all);
    }

    /** These edits, followed by the edits of an inner scope. */
    public FieldEdits then(FieldEdits inner) {
        return new FieldEdits(Lists.joined(all, inner.all));
    }

    /** The client's fields after the {@code RequestHeader} lines. */
    public List<Field> ofRequest(List<Field> clientFields, FieldContext context) {
        return edited(Table.REQUEST, clientFields, context);
    }

    /** The request for {@code SetEnvIf}, after the {@code early} lines. */
    public RequestFacts early(RequestContext context) {
        RequestFacts request = context.request();
        List<FieldEdit> early = all.stream().filter(edit -> edit.early() && edit.table() == Table.REQUEST).toList();
        if (early.isEmpty()) return request;
        List<Field> fields = new ArrayList<>(request.fields());
        FieldContext received = new FieldContext(context, 0, () -> 0);
        for (FieldEdit edit : early) edit.apply(fields, received);
        return new EditedRequest(request, List.copyOf(fields));
    }

    /** The edits that follow {@link #early}. */
    public FieldEdits afterEarly() {
        return new FieldEdits(all.stream().filter(edit -> !edit.early() || edit.table() != Table.REQUEST).toList());
    }

    /** The upstream's fields after the {@code Header} lines, preceded by the fields of {@code Header always}. */
    public List<Field> ofAnswer(List<Field> upstreamFields, FieldContext context) {
        List<Field> fields = new ArrayList<>();
        List<Field> fromUpstream = new ArrayList<>(upstreamFields);
        for (FieldEdit edit : all) if (edit.table() == Table.ALWAYS) edit.apply(editsUpstreamFields(edit) ? fromUpstream : fields, context);
        for (FieldEdit edit : all) if (edit.table() == Table.ON_SUCCESS) edit.apply(fromUpstream, context);
        for (String name : SINGLE) if (FieldLines.first(fields, name) >= 0) fromUpstream.removeIf(field -> field.is(name));
        fields.addAll(fromUpstream);
        return fields;
    }

    /** {@code Header always} does not change the upstream's fields, except {@code Content-Type}, which can be changed but not removed. */
    private static boolean editsUpstreamFields(FieldEdit edit) {
        return edit.isOfMediaType() && !(edit.action() instanceof FieldAction.Unset);
    }

    /** The fields that {@code Header always} adds to an own answer of the proxy. */
    public List<Field> ofOwnAnswer(FieldContext context) {
        return edited(Table.ALWAYS, List.of(), context);
    }

    private List<Field> edited(Table table, List<Field> given, FieldContext context) {
        List<Field> fields = new ArrayList<>(given);
        for (FieldEdit edit : all) if (edit.table() == table) edit.apply(fields, context);
        return fields;
    }
}
