package io.github.passmatch.forward;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Locale;

/** Tells a request that another proxy has relayed from one that comes straight from its client, by the fields in which proxies tell of their clients. */
public final class RelayedRequest {

    private static final String[] FIELDS = {"forwarded", "via", "x-forwarded-", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"};

    private RelayedRequest() { }

    /** Whether any such field is there. A proxy that adds none cannot be told from a client. */
    public static boolean is(HttpServletRequest clientRequest) {
        Enumeration<String> names = clientRequest.getHeaderNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement().toLowerCase(Locale.ROOT);
            for (String field : FIELDS) if (name.equals(field) || field.endsWith("-") && name.startsWith(field)) return true;
        }
        return false;
    }
}
