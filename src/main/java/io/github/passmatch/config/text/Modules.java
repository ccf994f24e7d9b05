package io.github.passmatch.config.text;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Decides which modules of httpd count as loaded for {@code <IfModule>}: modules in {@code LoadModule} lines, and modules whose work Passmatch does. */
public final class Modules {

    private final Set<String> loaded = new TreeSet<>(Set.of("core", "http", "so", "unixd", "mpm_event", "authz_core", "log_config", "mime", "dir", "alias",
            "env", "setenvif", "authz_host", "authz_user", "authn_core", "authn_file", "authz_groupfile", "auth_basic", "access_compat", "version", "headers", "remoteip", "rewrite", "ssl", "proxy", "proxy_http", "proxy_connect", "proxy_wstunnel",
            "proxy_balancer", "lbmethod_byrequests", "lbmethod_bytraffic", "lbmethod_bybusyness", "proxy_hcheck", "slotmem_shm", "watchdog"));

    /** Modules that count as loaded while no line says which modules httpd has: sections for them only restrict access to their pages, so reading them opens nothing. */
    private static final Set<String> ASSUMED = Set.of("status", "info");

    private boolean listed;

    /** Whether there are {@code LoadModule} lines, so that the configuration says which modules httpd has. */
    public boolean areListed() {
        return listed;
    }

    public void load(String name) {
        listed = true;
        loaded.add(plain(name));
    }

    public boolean isLoaded(String name) {
        return loaded.contains(plain(name)) || !listed && ASSUMED.contains(plain(name));
    }

    /** {@code mod_proxy.c} and {@code proxy_module} are the same module. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("^mod_", "").replaceFirst("(\\.c|_module)$", "");
    }
}
