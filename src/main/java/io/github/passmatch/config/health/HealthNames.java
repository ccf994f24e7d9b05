package io.github.passmatch.config.health;

import io.github.passmatch.rules.health.HealthExpression;
import java.util.Map;
import java.util.TreeMap;

/** Holds what the parameters of health checks name: {@code ProxyHCTemplate}s and {@code ProxyHCExpr}s. */
public final class HealthNames {

    /** By name; names are case-insensitive. */
    public final Map<String, HealthDraft> templates = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    /** By name; names are case-insensitive. */
    public final Map<String, HealthExpression> expressions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
}
