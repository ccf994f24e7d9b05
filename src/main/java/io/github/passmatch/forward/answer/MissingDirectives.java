package io.github.passmatch.forward.answer;

import io.github.passmatch.rules.Secrets;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.request.UpstreamResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/** Logs common configuration problems of a reverse proxy when they happen, once for each rule, with the missing directive. Changes nothing. Safe for concurrent use. */
public final class MissingDirectives {

    private static final Logger LOG = Loggers.of("passmatch");
    private static final Pattern URL = Pattern.compile("(?i)https?://([^/?#]*)([^?#]*).*");
    private static final Pattern COOKIE_PATH = Pattern.compile("(?i);\\s*path\\s*=\\s*(/[^;]*)");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");
    private static final int MOST_SHOWN = 200;

    private enum Problem { LOCATION, COOKIE, WEBSOCKET }

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /**
     * Checks a request before it is sent.
     *
     * @param upgrades whether the rule, or a member of its balancer, allows any switch of protocols
     */
    public void lookAt(Rule rule, BooleanSupplier upgrades, HttpServletRequest clientRequest) {
        if (!"websocket".equalsIgnoreCase(clientRequest.getHeader("Upgrade")) || upgrades.getAsBoolean()) return;
        boolean balanced = rule.destination().orElseThrow().isBalanced();
        log(Problem.WEBSOCKET, rule, "a client asks for WebSocket (Upgrade: websocket on " + shown(clientRequest.getRequestURI())
                + "), and the upstream gets an ordinary request, because the rule does not allow that: add upgrade=websocket to " + (balanced ? "the members of the balancer" : "the rule"));
    }

    /**
     * Checks the head of an answer as the client will receive it.
     *
     * @param clientHost the host and port that the client asked for, or null
     */
    public void lookAt(Match.Forwarded match, UpstreamResponse upstreamResponse, String clientHost, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        if (upstreamResponse.has("Location")) location(match, clientHost, clientRequest.getContextPath(), clientResponse.getHeader("Location"));
        if (!upstreamResponse.has("Set-Cookie") || !(match.rule().pattern() instanceof PathPrefix prefix)) return;
        for (String cookie : clientResponse.getHeaders("Set-Cookie")) cookie(match.rule(), prefix, clientRequest.getContextPath(), cookie);
    }

    /** Checks for a redirect to the upstream itself, which no ProxyPassReverse has mapped. */
    private void location(Match.Forwarded match, String clientHost, String contextPath, String location) {
        Matcher url = location == null ? null : URL.matcher(location);
        if (url == null || !url.matches()) return;
        String server = url.group(1).substring(url.group(1).lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        Authority upstream = match.target().authority();
        boolean toUpstream = server.equals(upstream.hostField()) || server.equals(upstream.host() + ":" + upstream.port());
        if (!toUpstream || server.equalsIgnoreCase(clientHost)) return;
        log(Problem.LOCATION, match.rule(), "answered Location " + shown(location.replaceFirst("[?#].*", "")) + ", which leads clients to the upstream itself: write " + reverse(match, url.group(2)) + (contextPath.isEmpty() ? "" : " (the context path " + contextPath + " is added in front)"));
    }

    /** The directive that maps the redirect: with the path of the rule only if the redirect stays below the URL of the rule. */
    private static String reverse(Match.Forwarded match, String path) {
        String url = match.rule().destination().orElseThrow().target().text().replaceFirst("\\?.*", "");
        if (match.rule().pattern() instanceof PathPrefix prefix && isBelow(withoutSlash(path), withoutSlash(pathOf(url)))) return line(prefix.text(), url.replaceFirst("^unix:[^|]*\\|", ""));
        return line("/", match.target().authority().toString().replaceFirst("^unix:[^|]*\\|", "") + "/") + " and a rule that forwards " + shown(path.isEmpty() ? "/" : path);
    }

    private static String line(String path, String url) {
        return "ProxyPassReverse \"" + path + "\" \"" + url + "\"";
    }

    private static String pathOf(String url) {
        return url.replaceFirst("^(unix:[^|]*\\|)?[^:]*://[^/?]*", "");
    }

    /** Checks for a cookie that a browser will not send to the path of this rule. */
    private void cookie(Rule rule, PathPrefix prefix, String contextPath, String cookie) {
        Optional<String> path = COOKIE_PATH.matcher(cookie).results().reduce((first, last) -> last).map(found -> withoutSlash(found.group(1).strip()));
        String clientPath = contextPath + withoutSlash(prefix.path());
        if (path.isEmpty() || isBelow(path.get(), clientPath) || isBelow(clientPath, path.get())) return;
        String name = cookie.substring(0, Math.max(0, cookie.indexOf('=')));
        String upstreamPath = withoutSlash(pathOf(rule.destination().orElseThrow().target().text().replaceFirst("\\?.*", "")));
        String from = isBelow(path.get(), upstreamPath) ? upstreamPath : path.get();
        log(Problem.COOKIE, rule, "the cookie " + shown(name) + " has Path=" + shown(path.get()) + ", so browsers do not send it to " + shown(clientPath) + ": write ProxyPassReverseCookiePath \""
                + shown(from.isEmpty() ? "/" : from) + "\" \"" + prefix.text() + "\"");
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Whether cookies of {@code base} are sent to {@code path} (RFC 6265 §5.1.4); both without a slash at the end. */
    private static boolean isBelow(String path, String base) {
        return path.equals(base) || path.startsWith(base + "/");
    }

    private void log(Problem what, Rule rule, String words) {
        if (logged.add(what.name() + rule.number())) LOG.warn("rule {} ({}): {}", rule.number(), rule.place().fileAndLine(), words);
    }

    private static String shown(String text) {
        String printable = UNPRINTABLE.matcher(Secrets.hidden(text)).replaceAll("?");
        return printable.length() > MOST_SHOWN ? printable.substring(0, MOST_SHOWN) + "..." : printable;
    }
}
