package io.github.passmatch.config.text;

import io.github.passmatch.config.problem.Problems;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reports {@code balancer:} URLs, which this version does not support: one error for all lines that name the same balancer. */
public final class Balancers {

    private static final Pattern URL = Pattern.compile("(?is)balancer:/*([^/?#]*).*");

    private Balancers() { }

    /** Whether {@code url} names a balancer. */
    public static boolean isOne(Word url) {
        return URL.matcher(url.text()).matches();
    }

    /** The name of the balancer, in lower case; a port or a path does not belong to it. Only if {@link #isOne}. */
    public static String name(Word url) {
        Matcher balancer = URL.matcher(url.text());
        if (!balancer.matches()) throw new IllegalArgumentException("not the URL of a balancer: " + url.text());
        return balancer.group(1).replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    }

    /** Reports an error if {@code url} names a balancer. Returns whether this is so. */
    public static boolean refuse(Word url, Problems problems) {
        Matcher balancer = URL.matcher(url.text());
        boolean names = balancer.matches();
        if (names) problems.errorOnce(url.place(), "balancers are not supported by this version: balancer://" + balancer.group(1).toLowerCase(Locale.ROOT), "write rules for one http:// upstream");
        return names;
    }
}
