package io.github.passmatch.rules.client;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.ChangedRequest;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request that came through trusted proxies: the address is that of the client, and the field with the addresses is rewritten. */
final class ProxiedRequest implements ChangedRequest {

    private final RequestFacts original;
    private final String address;
    private final List<Field> fields;

    /**
     * @param header  the field with the addresses
     * @param address of the client
     * @param rest    the value of {@code header} without the entries that were used; empty: the field is removed
     * @param record  the field for {@code proxies}; not changed if there are none
     * @param proxies the addresses of the external proxies
     */
    ProxiedRequest(RequestFacts original, String header, String address, Optional<String> rest, Optional<String> record, List<String> proxies) {
        this.original = original;
        this.address = address;
        List<Field> changed = new ArrayList<>(original.fields());
        set(header, rest, changed);
        if (record.isPresent() && !proxies.isEmpty()) set(record.get(), Optional.of(String.join(", ", proxies)), changed);
        this.fields = List.copyOf(changed);
    }

    /** The new value takes the place of the first line; all other lines are removed. */
    private static void set(String name, Optional<String> value, List<Field> fields) {
        int first = 0;
        while (first < fields.size() && !fields.get(first).is(name)) first++;
        String written = first < fields.size() ? fields.get(first).name() : name;
        fields.removeIf(field -> field.is(name));
        if (value.isPresent()) fields.add(first, new Field(written, value.get()));
    }

    @Override
    public RequestFacts original() {
        return original;
    }

    @Override
    public String remoteAddress() {
        return address;
    }

    @Override
    public boolean isBehindProxy() {
        return true;
    }

    @Override
    public List<String> fields(String name) {
        return Field.values(fields, name);
    }

    @Override
    public List<Field> fields() {
        return fields;
    }
}
