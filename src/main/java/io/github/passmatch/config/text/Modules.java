package io.github.passmatch.config.text;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which of httpd's modules count as loaded for {@code <IfModule>}: those that {@code LoadModule} names, and those whose work is done here. */
public final class Modules {

    private final Set<String> loaded = new TreeSet<>(Set.of("core", "http", "so", "unixd", "mpm_event", "authz_core", "log_config", "mime", "dir", "alias",
            "env", "setenvif", "headers", "rewrite", "ssl", "proxy", "proxy_http", "proxy_connect", "proxy_wstunnel"));

    public void load(String name) {
        loaded.add(plain(name));
    }

    public boolean isLoaded(String name) {
        return loaded.contains(plain(name));
    }

    /** {@code mod_proxy.c} and {@code proxy_module} are one and the same. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("^mod_", "").replaceFirst("(\\.c|_module)$", "");
    }
}
