package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.FileLookup;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.file.DiskFiles;
import io.github.passmatch.rules.match.ContextPath;
import io.github.passmatch.rules.target.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Describes a request that is to be explained; no client has sent it. The client address is that of this host.
 *
 * @param method any token
 * @param scheme {@code http} or {@code https}
 * @param host   host and port as in a client's Host field
 * @param port   the port that the client connects to
 * @param path   undecoded, a byte string
 * @param query  the part after {@code ?}, or null
 * @param fields all of them, {@code Host} first
 */
public record ExplainedRequest(String method, String scheme, String host, int port, String path, String query, List<Field> fields) implements RequestFacts {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String NO_HOST = "localhost";

    public ExplainedRequest {
        fields = List.copyOf(fields);
    }

    /**
     * Reads the request as a user types it.
     *
     * @param url    a whole URL, or a path
     * @param fields besides {@code Host}; a {@code Host} among them replaces the host of the URL
     * @throws IllegalArgumentException if {@code url} is neither
     */
    public static ExplainedRequest of(String method, String url, List<Field> fields) {
        String scheme = url.regionMatches(true, 0, "https://", 0, 8) ? "https" : "http";
        boolean whole = url.regionMatches(true, 0, scheme + "://", 0, scheme.length() + 3);
        if (!whole && !url.startsWith("/")) throw new IllegalArgumentException("\"" + url + "\" is neither a path nor an http:// or https:// URL");
        String rest = whole ? url.substring(scheme.length() + 3) : url;
        int path = pathIn(rest);
        String named = Field.values(fields, "Host").stream().findFirst().orElse(path == 0 ? NO_HOST : rest.substring(0, path));
        String target = Bytes.of(rest.substring(path).replaceFirst("#.*", ""));
        if (!target.startsWith("/")) target = "/" + target;
        int mark = target.indexOf('?');
        return new ExplainedRequest(method, scheme, named, port(named, scheme), mark < 0 ? target : target.substring(0, mark), mark < 0 ? null : target.substring(mark + 1), withHost(named, fields));
    }

    /**
     * The same request as seen by an application with this context path.
     *
     * @param contextPath empty for the root
     * @param whole whether the request was given as a whole URL; a path may also be the one that rules see, without the context path
     * @throws IllegalArgumentException if the request does not lead to the application
     */
    public ExplainedRequest below(String contextPath, boolean whole) {
        int end = contextPath.isEmpty() ? 0 : ContextPath.end(path, contextPath);
        if (end < 0 && whole) throw new IllegalArgumentException(path + " is not below the context path " + contextPath + ", so the request does not reach this application");
        if (end <= 0) return this;
        return withPath(end == path.length() ? "/" : path.substring(end));
    }

    /** The same request for another path. */
    ExplainedRequest withPath(String other) {
        return new ExplainedRequest(method, scheme, host, port, other, query, fields);
    }

    /** The same request to another host, which may include a port. */
    ExplainedRequest at(String other) {
        return new ExplainedRequest(method, scheme, other, port(other, scheme), path, query, withHost(other, fields));
    }

    private static int pathIn(String rest) {
        for (int i = 0; i < rest.length(); i++) if ("/?#".indexOf(rest.charAt(i)) >= 0) return i;
        return rest.length();
    }

    private static int port(String host, String scheme) {
        String digits = host.substring(Math.max(host.lastIndexOf(':'), host.indexOf(']')) + 1);
        return host.lastIndexOf(':') > host.indexOf(']') && digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : Authority.defaultPort(scheme);
    }

    private static List<Field> withHost(String host, List<Field> fields) {
        List<Field> all = new ArrayList<>(List.of(new Field("Host", host)));
        fields.stream().filter(field -> !field.is("Host")).forEach(all::add);
        return all;
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String remoteAddress() {
        return LOOPBACK;
    }

    @Override
    public Optional<FileLookup> files() {
        return Optional.of(DiskFiles.INSTANCE);
    }

    @Override
    public String serverAddress() {
        return LOOPBACK;
    }

    @Override
    public List<String> fields(String name) {
        return Field.values(fields, name);
    }
}
