package io.github.passmatch.rules.target;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.Secrets;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The parsed URL of a rule. The authority is fixed when the rule is read, unless it contains references;
 * a request path cannot change a fixed authority.
 */
public final class Target {

    private final String text;
    private final String scheme;
    private final Optional<String> socket;
    private final Authority fixedAuthority;     // null if it depends on the request
    private final Template host;                // of a varying authority
    private final Template port;                // of a varying authority; empty: the scheme's
    private final Template path;
    private final Template query;               // null if the URL has none

    Target(String text, String scheme, Optional<String> socket, Authority fixedAuthority, Template host, Template port, Template path, Template query) {
        this.text = text;
        this.scheme = scheme;
        this.socket = socket;
        this.fixedAuthority = fixedAuthority;
        this.host = host;
        this.port = port;
        this.path = path;
        this.query = query;
    }

    /**
     * Reads the URL of a {@code ProxyPass}: {@code $} and backslash have no meaning.
     *
     * @param url a byte string
     */
    public static Target literal(String url) throws BadTarget {
        return UnixTarget.read(url, false);
    }

    /**
     * Reads the URL of a {@code ProxyPassMatch}: {@code $0} to {@code $9} are back-references, a backslash makes the next character literal.
     *
     * @param url a byte string
     */
    public static Target withReferences(String url) throws BadTarget {
        return UnixTarget.read(url, true);
    }

    /**
     * Reads a URL with variables ({@code interpolate}), which are replaced for each request; the authority is not known before.
     *
     * @param url a byte string
     */
    public static Target interpolated(String url) throws BadTarget {
        Target shape = UnixTarget.read(url.replaceAll("\\$\\{[^}]*}", "0"), false);
        return new Target(url, shape.scheme, shape.socket, null, shape.host, shape.port, shape.path, shape.query);
    }

    /**
     * Reads the URL of a {@code RewriteRule} with {@code [P]}.
     *
     * @param url   as configured, a byte string
     * @param shape the same with a back-reference in place of each variable
     */
    public static Target rewritten(String url, String shape) throws BadTarget {
        Target read = UnixTarget.read(shape, true);
        return new Target(url, read.scheme, read.socket, read.fixedAuthority, read.host, read.port, read.path, read.query);
    }

    /**
     * The authority of a URL whose authority depends on the request.
     *
     * @param hostAndPort without user
     * @throws BadPath if this is not a valid host with an optional port
     */
    public static Authority varyingAuthority(String scheme, String hostAndPort) throws BadPath {
        int colon = hostAndPort.indexOf(':', Math.max(0, hostAndPort.indexOf(']')));
        String name = Authority.hostOf(hostAndPort);
        if (!TargetReader.isHost(name)) throw new BadPath(OwnAnswer.CAPTURED_AUTHORITY, "the captured text is not a valid host");
        int number = colon < 0 ? Authority.defaultPort(scheme) : TargetReader.portNumber(hostAndPort.substring(colon + 1));
        if (number < 1) throw new BadPath(OwnAnswer.CAPTURED_AUTHORITY, "the captured text is not a valid port");
        return new Authority(scheme, name, number);
    }

    /** The same target under another text, a byte string. Only for a fixed authority. */
    Target named(String other) {
        return new Target(other, scheme, socket, fixedAuthority, host, port, path, query);
    }

    /**
     * The same target at one of the addresses of its host.
     *
     * @param label the address, for the text of the new target
     */
    public Target at(InetSocketAddress address, String label) {
        Authority there = new Authority(scheme, fixedAuthority.host(), fixedAuthority.port(), Optional.empty(), Optional.of(address));
        return new Target(text + "#" + label, scheme, socket, there, host, port, path, query);
    }

    /** The URL as configured, with user and password hidden. */
    public String text() {
        return Secrets.hidden(Bytes.toText(text));
    }

    /** The authority, or empty if it depends on the request. */
    public Optional<Authority> authority() {
        return Optional.ofNullable(fixedAuthority);
    }

    /** {@code http}, {@code https}, {@code ws}, {@code wss} or {@code balancer}. */
    public String scheme() {
        return scheme;
    }

    /** Whether the URL names a balancer. */
    public boolean isBalancer() {
        return scheme.equals(Authority.BALANCER);
    }

    /** Whether the scheme is {@code ws} or {@code wss}. */
    public boolean isWebSocket() {
        return scheme.startsWith("ws");
    }

    /** The path of the unix socket, if the URL has one. The path never depends on the request. */
    public Optional<String> socket() {
        return socket;
    }

    /** Whether the URL contains back-references. If not, the whole request path is appended. */
    public boolean hasReferences() {
        return highestReference() >= 0;
    }

    /** The highest number n of a {@code $n}, or -1. */
    public int highestReference() {
        int highest = Math.max(path.highestReference(), query == null ? -1 : query.highestReference());
        return host == null ? highest : Math.max(highest, Math.max(host.highestReference(), port.highestReference()));
    }

    /** Whether the URL ends in a slash that belongs to its path. */
    public boolean pathEndsInSlash() {
        return query == null && !hasNoPath() && text.endsWith("/");
    }

    /** Whether the URL ends after the authority. */
    public boolean hasNoPath() {
        return path.isEmpty();
    }

    /**
     * Appends {@code rest}, which is already escaped, to the path of this URL.
     *
     * @throws BadPath if the URL has variables which were not replaced
     */
    public UpstreamTarget append(String rest, String requestQuery) throws BadPath {
        if (fixedAuthority == null) throw new BadPath(OwnAnswer.VARIABLES_IN_URL, "the host has variables, and ProxyPassInterpolateEnv is not On");
        StringBuilder out = new StringBuilder(64).append(path.literal());
        if (out.isEmpty() && !rest.startsWith("/")) out.append('/');
        out.append(rest);
        if (query != null) out.append('?').append(query.literal());
        return new UpstreamTarget(fixedAuthority, withRequestQuery(out, requestQuery));
    }

    /**
     * Replaces the back-references with the captures of {@code match}.
     *
     * @throws BadPath if the captures do not form a valid host or port
     */
    public UpstreamTarget substitute(Matcher match, Template.CaptureWriter intoPath, Template.CaptureWriter intoQuery,
                              Template.CaptureWriter plain, String requestQuery) throws BadPath {
        StringBuilder out = new StringBuilder(64);
        path.write(match, intoPath, out);
        if (out.isEmpty() || out.charAt(0) != '/') out.insert(0, '/');
        if (query != null) {
            out.append('?');
            query.write(match, intoQuery, out);
        }
        Authority authority = fixedAuthority != null ? fixedAuthority : substituteAuthority(match, plain);
        return new UpstreamTarget(authority, withRequestQuery(out, requestQuery));
    }

    private Authority substituteAuthority(Matcher match, Template.CaptureWriter plain) throws BadPath {
        StringBuilder name = new StringBuilder();
        host.write(match, plain, name);
        StringBuilder digits = new StringBuilder();
        port.write(match, plain, digits);
        if (!TargetReader.isHost(name)) throw new BadPath(OwnAnswer.CAPTURED_AUTHORITY, "the captured text is not a valid host");
        int number = port.isEmpty() ? Authority.defaultPort(scheme) : TargetReader.portNumber(digits);
        if (number < 1) throw new BadPath(OwnAnswer.CAPTURED_AUTHORITY, "the captured text is not a valid port");
        return new Authority(scheme, name.toString(), number, socket);
    }

    private String withRequestQuery(StringBuilder out, String requestQuery) {
        if (requestQuery == null) return out.toString();
        boolean hasQuery = query != null;
        if (hasQuery && requestQuery.isEmpty()) return out.toString();
        return out.append(hasQuery ? '&' : '?').append(requestQuery).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target target && target.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
