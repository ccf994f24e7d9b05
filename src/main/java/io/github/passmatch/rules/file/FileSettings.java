package io.github.passmatch.rules.file;

import io.github.passmatch.rules.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings for files that can depend on the directory; empty: not set.
 *
 * @param links     {@code Options}
 * @param index     {@code DirectoryIndex}; an empty list after {@code DirectoryIndex disabled}
 * @param slash     {@code DirectorySlash}
 * @param fallback  {@code FallbackResource}; an empty text after {@code disabled}
 * @param overrides the place of an {@code AllowOverride} other than {@code None}: httpd reads {@code .htaccess} files; an empty place after {@code None}
 * @param types     {@code AddType}: the type for an extension, in lower case without dot
 * @param forced    {@code ForceType}; empty text after {@code None}
 * @param handlers  {@code AddHandler}: the line of httpd's handler for an extension, in lower case without dot; empty text after {@code RemoveHandler}
 * @param handler   {@code SetHandler}: the line; empty text after {@code None}
 */
public record FileSettings(LinkOptions links, Optional<List<String>> index, Optional<Boolean> slash, Optional<String> fallback, Optional<Optional<Place>> overrides,
                           Map<String, String> types, Optional<String> forced, Map<String, String> handlers, Optional<String> handler) {

    /** No line. */
    public static final FileSettings UNSET = new FileSettings(LinkOptions.UNSET, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Map.of(), Optional.empty());

    private static final List<String> DEFAULT_INDEX = List.of("index.html");

    public FileSettings {
        Objects.requireNonNull(links, "links");
        index = index.map(List::copyOf);
        Objects.requireNonNull(slash, "slash");
        Objects.requireNonNull(fallback, "fallback");
        Objects.requireNonNull(overrides, "overrides");
        types = Map.copyOf(types);
        Objects.requireNonNull(forced, "forced");
        handlers = Map.copyOf(handlers);
        Objects.requireNonNull(handler, "handler");
    }

    /** These settings, overridden by {@code later}. */
    @SuppressWarnings("ReferenceEquality") // only a shortcut for the constant
    public FileSettings with(FileSettings later) {
        if (later == UNSET) return this;
        if (this == UNSET) return later;
        return new FileSettings(links.with(later.links), later.index.or(() -> index), later.slash.or(() -> slash), later.fallback.or(() -> fallback), later.overrides.or(() -> overrides),
                joined(types, later.types), later.forced.or(() -> forced), joined(handlers, later.handlers), later.handler.or(() -> handler));
    }

    private static Map<String, String> joined(Map<String, String> first, Map<String, String> later) {
        if (later.isEmpty()) return first;
        Map<String, String> all = new HashMap<>(first);
        all.putAll(later);
        return all;
    }

    /** The names that are tried for a directory. */
    public List<String> indexNames() {
        return index.orElse(DEFAULT_INDEX);
    }

    /** Whether a directory without slash at the end of the path is redirected; default: on. */
    public boolean addsSlash() {
        return slash.orElse(true);
    }

    /** The local path that answers requests without file. */
    public Optional<String> fallbackPath() {
        return fallback.filter(path -> !path.isEmpty());
    }

    /** Where a line lets httpd read {@code .htaccess} files. */
    Optional<Place> overridesAt() {
        return overrides.flatMap(place -> place);
    }

    /** Whether httpd lists a directory without index. */
    public boolean listsDirectories() {
        return links.has(LinkOptions.Option.INDEXES);
    }

    /** The type of a file, of these lines; empty text: none is sent; empty: the usual one for the extension. */
    public Optional<String> typeOf(String name) {
        if (forced.filter(type -> !type.isEmpty()).isPresent()) return forced;
        Optional<String> found = Optional.empty();
        for (String extension : extensions(name)) if (types.containsKey(extension)) found = Optional.of(types.get(extension));
        return found;
    }

    /** The line that gives a file to another handler than httpd's own for files, for example a program. */
    public Optional<String> handlerOf(String name) {
        if (handler.isPresent()) return handler.filter(line -> !line.isEmpty());
        for (String extension : extensions(name)) if (!handlers.getOrDefault(extension, "").isEmpty()) return Optional.of(handlers.get(extension));
        return Optional.empty();
    }

    /** As in httpd, a file can have several: {@code index.html.gz}. */
    static List<String> extensions(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        String[] words = last.split("\\.");
        return words.length < 2 ? List.of() : List.of(words).subList(1, words.length).stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }
}
