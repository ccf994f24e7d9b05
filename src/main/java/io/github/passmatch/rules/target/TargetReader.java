package io.github.passmatch.rules.target;

import io.github.passmatch.rules.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parses the URL of a rule into scheme, authority, path and query. */
final class TargetReader {

    private static final List<String> SCHEMES = List.of("http", "https", "ws", "wss");
    /** Schemes of httpd that are not supported, with the protocol of each. */
    private static final Map<String, String> OTHER_PROTOCOLS = Map.of("h2", "HTTP/2", "h2c", "HTTP/2", "ajp", "AJP", "fcgi", "FastCGI", "scgi", "SCGI", "uwsgi", "uwsgi", "ftp", "FTP");

    /** One character of the URL after backslashes are removed, or one back-reference. */
    private record Symbol(int offset, char character, int group) {
        boolean isReference() {
            return group >= 0;
        }

        boolean is(char c) {
            return !isReference() && character == c;
        }
    }

    private final String text;
    private final Optional<String> socket;
    private final String url;
    private final List<Symbol> symbols = new ArrayList<>();

    /**
     * @param text   the whole URL as configured
     * @param socket the path of the unix socket
     * @param url    the URL without the prefix for the socket
     */
    TargetReader(String text, Optional<String> socket, String url, boolean references) {
        this.text = text;
        this.socket = socket;
        this.url = url;
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean hasNext = i + 1 < url.length();
            if (references && c == '\\' && hasNext) {
                i++;
                symbols.add(new Symbol(i, url.charAt(i), -1));
            } else if (references && c == '$' && hasNext && Character.isDigit(url.charAt(i + 1))) {
                i++;
                symbols.add(new Symbol(i - 1, c, url.charAt(i) - '0'));
            } else {
                symbols.add(new Symbol(i, c, -1));
            }
        }
    }

    Target read() throws BadTarget {
        String scheme = scheme();
        int start = scheme.length() + 3;
        int end = endOfAuthority(start);
        List<Symbol> authority = withoutUser(symbols.subList(start, end));
        if (authority.isEmpty()) throw new BadTarget(start, "the URL has no host", "write http://host:port/path");
        int pathEnd = end;
        while (pathEnd < symbols.size() && !symbols.get(pathEnd).is('?')) pathEnd++;
        Template path = part(end, pathEnd, false);
        Template query = pathEnd == symbols.size() ? null : part(pathEnd + 1, symbols.size(), true);
        return withAuthority(scheme, authority, path, query);
    }

    private static String cure(String scheme) {
        return switch (scheme) {
            case "h2", "h2c" -> "write http:// or https:// if the upstream also speaks HTTP/1.1";
            case "ajp" -> "write http:// with the HTTP connector of the upstream";
            default -> "let the application speak HTTP, and write http:// or https://";
        };
    }

    private String scheme() throws BadTarget {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        String known = colon < 0 && url.indexOf(':') > 0 ? url.substring(0, url.indexOf(':')).toLowerCase(Locale.ROOT) : scheme;
        if (OTHER_PROTOCOLS.containsKey(known))
            throw new BadTarget(0, known + ":// (" + OTHER_PROTOCOLS.get(known) + ") is valid in httpd, and not supported here", cure(known));
        if (scheme.isEmpty() || !scheme.chars().allMatch(c -> Bytes.isAlphanumeric((char) c) || "+-.".indexOf(c) >= 0))
            throw new BadTarget(0, "the URL must be absolute", "write http://host:port/path");
        if (!SCHEMES.contains(scheme) && !(scheme.equals(Authority.BALANCER) && socket.isEmpty())) throw new BadTarget(0, "unknown scheme \"" + scheme + "\"", "use http:// or https://");
        return scheme;
    }

    /**
     * The authority ends at the first slash or question mark. References that begin directly after a port, or
     * after which the URL has only references, belong to the path (departure 2: {@code http://host:8080$1}).
     */
    private int endOfAuthority(int start) {
        int end = start;
        while (end < symbols.size() && !symbols.get(end).is('/') && !symbols.get(end).is('?')) end++;
        int reference = start;
        while (reference < end && !symbols.get(reference).isReference()) reference++;
        if (reference == end || reference == start) return end;
        boolean afterPort = endsInPort(start, reference);
        boolean onlyReferencesFollow = end == symbols.size() && symbols.subList(reference, end).stream().allMatch(Symbol::isReference)
                && !symbols.get(reference - 1).is(':');
        return afterPort || onlyReferencesFollow ? reference : end;
    }

    private boolean endsInPort(int start, int end) {
        int i = end;
        while (i > start && Character.isDigit(symbols.get(i - 1).character())) i--;
        return i < end && i > start && symbols.get(i - 1).is(':');
    }

    private static List<Symbol> withoutUser(List<Symbol> authority) {
        int at = authority.size();
        while (at > 0 && !authority.get(at - 1).is('@')) at--;
        return authority.subList(at, authority.size());
    }

    private Target withAuthority(String scheme, List<Symbol> authority, Template path, Template query) throws BadTarget {
        int colon = portColon(authority);
        List<Symbol> hostSymbols = unbracket(authority.subList(0, colon));
        List<Symbol> portSymbols = colon == authority.size() || scheme.equals(Authority.BALANCER) ? List.of() : authority.subList(colon + 1, authority.size());
        boolean varies = authority.stream().anyMatch(Symbol::isReference);
        int offset = authority.get(0).offset();
        if (varies) return new Target(text, scheme, socket, null, plain(hostSymbols), plain(portSymbols), path, query);

        String host = plain(hostSymbols).literal();
        if (!isHost(host)) throw new BadTarget(offset, "\"" + Bytes.toText(host) + "\" is not a valid host name or address", "");
        int port = Authority.defaultPort(scheme);
        if (!portSymbols.isEmpty()) {
            String digits = plain(portSymbols).literal();
            port = portNumber(digits);
            if (port < 1) throw new BadTarget(portSymbols.get(0).offset(), "the port must be a number from 1 to 65535" + (text.indexOf('@') >= 0 ? "" : ", was \"" + Bytes.toText(digits) + "\""),
                    text.indexOf('@') >= 0 ? "if it is part of a password, write its / as %2F" : "");
        }
        return new Target(text, scheme, socket, new Authority(scheme, host, port, socket), null, null, path, query);
    }

    private static int portColon(List<Symbol> authority) {
        for (int i = authority.size() - 1; i >= 0; i--) {
            if (authority.get(i).is(']')) return i + 1;
            if (authority.get(i).is(':')) return i;
        }
        return authority.size();
    }

    private static List<Symbol> unbracket(List<Symbol> host) {
        int last = host.size() - 1;
        return last > 0 && host.get(0).is('[') && host.get(last).is(']') ? host.subList(1, last) : host;
    }

    private static Template plain(List<Symbol> symbols) {
        Template.Builder out = new Template.Builder();
        for (Symbol symbol : symbols) {
            if (symbol.isReference()) out.reference(symbol.group());
            else out.literal(symbol.character());
        }
        return out.build();
    }

    /** The path or the query of the URL. Valid escapes are kept; other characters that are not allowed are escaped. */
    private Template part(int from, int to, boolean inQuery) {
        Template.Builder out = new Template.Builder();
        for (int i = from; i < to; i++) {
            Symbol symbol = symbols.get(i);
            if (symbol.isReference()) out.reference(symbol.group());
            else if (isEscape(i, to) || inQuery && symbol.is('?')) out.literal(symbol.character());
            else out.escaped(symbol.character());
        }
        return out.build();
    }

    private boolean isEscape(int i, int to) {
        return symbols.get(i).is('%') && i + 2 < to
                && Bytes.isEscape("%" + symbols.get(i + 1).character() + symbols.get(i + 2).character(), 0);
    }

    /** Whether {@code host} is a registered name or an address (RFC 3986 §3.2.2), without characters that could end the host. */
    static boolean isHost(CharSequence host) {
        if (host.isEmpty() || host.length() > 255) return false;
        String text = host.toString();
        boolean address = text.indexOf(':') >= 0;
        if (address && text.indexOf(':') == text.lastIndexOf(':')) return false;        // an IPv6 address has at least two colons
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean allowed = address ? c == ':' || c == '.' || Character.digit(c, 16) >= 0 && c < 128
                                   : Bytes.isAlphanumeric(c) || c == '.' || c == '-' || c == '_';
            if (!allowed) return false;
        }
        return true;
    }

    /** The port, or -1 if the text is not a port. */
    static int portNumber(CharSequence digits) {
        if (digits.isEmpty() || digits.length() > 5) return -1;
        for (int i = 0; i < digits.length(); i++)
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') return -1;
        int port = Integer.parseInt(digits.toString());
        return port >= 1 && port <= 65535 ? port : -1;
    }
}
