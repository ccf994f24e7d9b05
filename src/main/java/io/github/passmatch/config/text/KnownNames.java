package io.github.passmatch.config.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Lists the directives of httpd 2.4.71 and of common third-party modules, so that only unknown names are errors. */
public final class KnownNames {

    private static final String RESOURCE = "httpd-directives.txt";
    private static final Map<String, String> NAMES = load();

    private KnownNames() { }

    private static Map<String, String> load() {
        try (InputStream in = KnownNames.class.getResourceAsStream(RESOURCE)) {
            Map<String, String> names = new LinkedHashMap<>();
            new String(in.readAllBytes(), UTF_8).lines().forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    public static boolean contains(String name) {
        return NAMES.containsKey(name.toLowerCase(Locale.ROOT));
    }

    public static Collection<String> all() {
        return NAMES.values();
    }
}
