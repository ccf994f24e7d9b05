package io.github.passmatch.rules.environment;

import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of one request: the variables set by {@code SetEnv}, {@code SetEnvIf} and related directives. Names are
 * case-insensitive, as in httpd. Belongs to one request and the thread of the request.
 */
public final class Environment {

    private Map<String, String> values = Map.of();      // replaced when the first variable is set: most requests have none

    private String user;
    private boolean uncertain;

    /** The user who has logged in here ({@code REMOTE_USER}), else the user whom the container has logged in; a byte string, or null. */
    public String userOr(RequestFacts request) {
        return user != null ? user : request.containerUser();
    }

    /** Sets the user who has logged in here. */
    public void user(String name) {
        user = name;
    }

    /** A condition was stopped because it needs too many steps, so that variables may be missing. */
    public void uncertain() {
        uncertain = true;
    }

    /** Whether variables may be missing. */
    public boolean isUncertain() {
        return uncertain;
    }

    /** The value, or null if the variable is not set. */
    public String get(String name) {
        return values.get(name);
    }

    /** Whether {@code name} is set, to any value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether {@code variable} is set, to any value. */
    public boolean has(ProxyVariable variable) {
        return values.containsKey(variable.httpdName());
    }

    /** Sets {@code name}; replaces the previous value. */
    public void set(String name, String value) {
        if (values.isEmpty()) values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.put(name, value);
    }

    /** The variables of the request after an internal redirect: as in httpd, {@code REDIRECT_} comes before each name. */
    public Environment redirected() {
        Environment after = new Environment();
        values.forEach((name, value) -> after.set("REDIRECT_" + name, value));
        return after;
    }

    /** Removes {@code name}. */
    public void unset(String name) {
        if (!values.isEmpty()) values.remove(name);
    }
}
