package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.ServerSettings;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.IpAddress;
import java.util.List;

/**
 * Adds the fields of {@code PassmatchForwarded}. Scheme and port are properties of the connection to the proxy, so they replace the values that a client sends;
 * {@code Forwarded} is a list, and as with httpd's {@code X-Forwarded-For} the proxy appends the last element.
 */
final class ForwardedFields {

    private ForwardedFields() { }

    public static void add(List<Field> fields, ServerSettings.Forwarded mode, RequestFacts clientRequest, String clientHost) {
        if (mode.hasXForwarded()) {
            replace(fields, "X-Forwarded-Proto", clientRequest.scheme());
            replace(fields, "X-Forwarded-Port", Integer.toString(port(clientRequest)));
        }
        if (mode.hasForwarded()) RequestFields.append(fields, "Forwarded", element(clientRequest, clientHost));
    }

    private static void replace(List<Field> fields, String name, String value) {
        fields.removeIf(field -> field.name().replace('_', '-').equalsIgnoreCase(name));
        fields.add(new Field(name, value));
    }

    /** The port in the client's URL, or the default port of the scheme. */
    private static int port(RequestFacts clientRequest) {
        return clientRequest.port() > 0 ? clientRequest.port() : Authority.defaultPort(clientRequest.scheme());
    }

    /** RFC 7239 §4, §6: an IPv6 address is in brackets, and a value that is not a token in quotes. */
    private static String element(RequestFacts clientRequest, String clientHost) {
        String address = clientRequest.remoteAddress();
        String node = address.indexOf(':') >= 0 ? "[" + IpAddress.withoutZone(address) + "]" : address;
        String element = "for=" + quoted(node) + ";proto=" + quoted(clientRequest.scheme());
        return clientHost == null ? element : element + ";host=" + quoted(clientHost);
    }

    private static String quoted(String value) {
        return Tokens.isToken(value) ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
