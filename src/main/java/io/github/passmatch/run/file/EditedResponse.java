package io.github.passmatch.run.file;

import io.github.passmatch.rules.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Changes the fields of a response as {@code Header} lines say, before the first byte is sent. */
final class EditedResponse extends Response.Wrapper {

    private final UnaryOperator<List<Field>> edits;
    private boolean begun;

    EditedResponse(Request request, Response wrapped, UnaryOperator<List<Field>> edits) {
        super(request, wrapped);
        this.edits = edits;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
        if (!begun) edit();
        super.write(last, content, callback);
    }

    private void edit() {
        begun = true;
        List<Field> before = new ArrayList<>();
        HttpFields.Mutable headers = getHeaders();
        for (HttpField header : headers) if (header.getHeader() != HttpHeader.CONTENT_LENGTH && header.getHeader() != HttpHeader.DATE) before.add(new Field(header.getName(), header.getValue()));
        List<Field> after = edits.apply(before);
        if (after.equals(before)) return;
        before.forEach(field -> headers.remove(field.name()));
        for (Field field : after) {
            if (field.is("Date")) headers.put(field.name(), field.value());      // the server has already set it
            else headers.add(field.name(), field.value());
        }
    }
}
