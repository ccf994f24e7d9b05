package io.github.passmatch.rules;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A {@code <VirtualHost>}: which requests are for it.
 *
 * @param site  what it says, with what it inherits
 * @param ports those behind its addresses; empty: every port
 * @param names {@code ServerName} and {@code ServerAlias}, in which {@code *} and {@code ?} stand for any text and any character
 */
public record VirtualHost(Site site, List<OptionalInt> ports, List<String> names) {

    public VirtualHost {
        Objects.requireNonNull(site, "site");
        ports = List.copyOf(ports);
        names = List.copyOf(names);
    }

    /** Whether it is for what comes in on {@code port}. */
    boolean listensOn(int port) {
        return ports.isEmpty() || ports.stream().anyMatch(own -> own.isEmpty() || own.getAsInt() == port);
    }

    /** Whether {@code name}, lower case and without port, is one of its names. */
    boolean isNamed(String name) {
        return names.stream().anyMatch(own -> fits(own.toLowerCase(Locale.ROOT), name));
    }

    private static boolean fits(String pattern, String name) {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) return pattern.equals(name);
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        return name.matches(regex.toString());
    }
}
