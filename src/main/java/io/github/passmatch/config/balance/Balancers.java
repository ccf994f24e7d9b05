package io.github.passmatch.config.balance;

import io.github.passmatch.config.text.Word;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the names of balancers from URLs. */
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

    /** Whether the name contains a part of the request, so that the balancer is known only then. */
    public static boolean isNamedByRequest(Word url) {
        String name = name(url);
        return name.indexOf('$') >= 0 || name.indexOf('%') >= 0;
    }
}
