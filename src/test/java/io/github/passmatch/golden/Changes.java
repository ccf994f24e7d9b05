package io.github.passmatch.golden;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a departure changes in a row: {@code name=value} pairs with blanks between; a value may hold blanks if no {@code =} follows them.
 *
 * <pre>
 *     status=N  body=TEXT  client=NAME:VALUE,…    the client's side; ; stands for a comma
 *     target=T  connection=V  separate=NAME:VALUE,…  nothing    the upstream's side
 *     connections=N    how many the upstream sees
 * </pre>
 */
final class Changes {

    private final Map<String, String> pairs = new TreeMap<>();

    Changes(String text, String upstream) {
        if (text.isEmpty()) return;
        for (String pair : text.split(" (?=[a-z]+(=|$))")) {
            int equals = pair.indexOf('=');
            pairs.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : GoldenRow.fill(pair.substring(equals + 1), upstream));
        }
    }

    boolean has(String name) {
        return pairs.containsKey(name);
    }

    String get(String name) {
        return pairs.get(name);
    }

    String or(String name, String otherwise) {
        return pairs.getOrDefault(name, otherwise);
    }
}
