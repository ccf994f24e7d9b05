package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Ways to log in by which the connection is authenticated and not the request, against RFC 9110 §11.1: whoever sends the next request on it is taken for the same
 * user. Fields are read so that too many count as a login rather than too few.
 */
public final class LoginScheme {

    private static final Set<String> OF_CONNECTIONS = Set.of("ntlm", "negotiate", "kerberos", "gss-negotiate", "nego2", "credssp");

    private LoginScheme() { }

    /** Whether a request logs its connection in, or is about to. */
    public static boolean isIn(UpstreamRequest request) {
        return isOffered(request.fields(), "Authorization", "Proxy-Authorization");
    }

    /** Whether an answer comes from a server that logs connections in. */
    public static boolean isIn(UpstreamResponse response) {
        return isOffered(response.fields(), "WWW-Authenticate", "Proxy-Authenticate") || response.lists("Persistent-Auth", "true");
    }

    private static boolean isOffered(List<Field> fields, String name, String proxyName) {
        for (Field field : fields)
            if ((field.is(name) || field.is(proxyName)) && names(field.value())) return true;
        return false;
    }

    /** Whether one of the list's elements begins with such a scheme; quoted commas only add elements. */
    private static boolean names(String value) {
        for (String element : value.split(",")) {
            String scheme = element.strip().split("[ \t]", 2)[0];
            if (OF_CONNECTIONS.contains(scheme.toLowerCase(Locale.ROOT))) return true;
        }
        return false;
    }
}
