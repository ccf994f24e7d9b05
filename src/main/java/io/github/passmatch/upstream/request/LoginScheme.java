package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Detects authentication schemes that authenticate the connection and not the request, contrary to RFC 9110 §11.1: the server treats the next request on the connection as one of the
 * same user. In case of doubt a field counts as a login.
 */
public final class LoginScheme {

    private static final Set<String> OF_CONNECTIONS = Set.of("ntlm", "negotiate", "kerberos", "gss-negotiate", "nego2", "credssp");

    private LoginScheme() { }

    /** Whether a request authenticates its connection, or starts to. */
    public static boolean isIn(UpstreamRequest request) {
        return isOffered(request.fields(), "Authorization", "Proxy-Authorization");
    }

    /** Whether a response comes from a server that authenticates connections. */
    public static boolean isIn(UpstreamResponse response) {
        return isOffered(response.fields(), "WWW-Authenticate", "Proxy-Authenticate") || response.lists("Persistent-Auth", "true");
    }

    private static boolean isOffered(List<Field> fields, String name, String proxyName) {
        for (Field field : fields)
            if ((field.is(name) || field.is(proxyName)) && names(field.value())) return true;
        return false;
    }

    /** Whether an element of the list begins with such a scheme; quoted commas only add elements. */
    private static boolean names(String value) {
        for (String element : value.split(",")) {
            String scheme = element.strip().split("[ \t]", 2)[0];
            if (OF_CONNECTIONS.contains(scheme.toLowerCase(Locale.ROOT))) return true;
        }
        return false;
    }
}
