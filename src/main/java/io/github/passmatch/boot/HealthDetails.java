package io.github.passmatch.boot;

import io.github.passmatch.diagnose.status.Reload;
import io.github.passmatch.diagnose.status.Status;
import io.github.passmatch.web.ProxyFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what the health of the application says about the proxy: it is up while a configuration is in force. An upstream that fails is no reason to restart this application, or to send it no requests;
 * neither is a refused reload, after which the previous configuration stays in force.
 *
 * @param configuration where the rules come from
 */
record HealthDetails(ProxyFilter filter, String configuration) {

    /** The details; empty if no configuration is in force, that is before the filter has started. */
    Optional<Map<String, Object>> inForce() {
        return filter.status().map(this::of);
    }

    private Map<String, Object> of(Status status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("configuration", configuration);
        details.put("rules", status.rules().size());
        details.put("lastReload", lastReload(status.reload()));
        return details;
    }

    private static Map<String, Object> lastReload(Reload reload) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("at", reload.at().toString());
        details.put("trigger", reload.trigger());
        details.put("outcome", reload.outcome().toString());
        details.put("message", reload.message());
        return details;
    }
}
