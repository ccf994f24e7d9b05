package io.github.passmatch.rules.health;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.ServerNames;
import io.github.passmatch.rules.expression.Evaluation;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.BadPath;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The health check of one member: what is asked, how often, and which responses pass.
 *
 * @param method     what the check does
 * @param path       the request target, from the path of the member and {@code hcuri}; a byte string
 * @param passes     how many checks in a row must pass until the member is used again
 * @param fails      how many checks in a row must fail until the member is not used any more
 * @param interval   from the end of a check to the next one
 * @param timeout    longest time of a whole check
 * @param expression {@code hcexpr}; empty: statuses from 200 to 399 pass
 * @param drain      {@code hcdrain}: responses which say that the member takes no new sessions; empty: none do
 */
public record HealthCheck(HealthMethod method, String path, int passes, int fails, Duration interval, Duration timeout, Optional<HealthExpression> expression,
                          Optional<HealthExpression> drain) {

    /** The default of {@code hcinterval}. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
    private static final ServerNames NOBODY = new ServerNames(Optional.of("localhost"), OptionalInt.empty(), Optional.empty(), true);

    public HealthCheck {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        if (passes < 1) throw new IllegalArgumentException("hcpasses must be at least 1, was " + passes);
        if (fails < 1) throw new IllegalArgumentException("hcfails must be at least 1, was " + fails);
        if (interval.isNegative() || interval.isZero()) throw new IllegalArgumentException("hcinterval must be positive, was " + interval);
        if (timeout.isNegative() || timeout.isZero()) throw new IllegalArgumentException("hctimeout must be positive, was " + timeout);
        Objects.requireNonNull(expression, "expression");
        Objects.requireNonNull(drain, "drain");
    }

    /** The path of the member, one slash, and {@code hcuri}. httpd writes no slash, one, or two. */
    public static String path(Target member, String uri) {
        try {
            String base = member.append("", null).pathAndQuery();
            return uri.isEmpty() ? base : base.replaceFirst("/+$", "") + "/" + Bytes.of(uri).replaceFirst("^/+", "");
        } catch (BadPath e) {
            throw new IllegalStateException("the URL of a member has no variables", e);
        }
    }

    /** {@code GET /path}, {@code OPTIONS *}, {@code TCP connect}: for messages. */
    public String description() {
        return method.asks() ? method.verb() + " " + requestTarget() : "TCP connect";
    }

    private String requestTarget() {
        return method.isForServer() ? "*" : path;
    }

    /**
     * The request, a byte string. The methods of HTTP/1.0 send the same bytes as httpd, except for a default port in {@code Host}.
     *
     * @param wholeUrl whether the request target is the whole URL, because a remote proxy reads it
     * @param more     further fields
     */
    public String request(Authority to, boolean wholeUrl, List<Field> more) {
        String target = !wholeUrl ? requestTarget() : method.isForServer() ? to.toString() : to + path;
        StringBuilder request = new StringBuilder(method.verb()).append(' ').append(target).append(' ').append(method.protocol()).append("\r\nHost: ").append(to.hostField()).append("\r\n");
        if (method.needsClose()) request.append("Connection: close\r\nUser-Agent: Passmatch-health-check\r\n");
        for (Field field : more) request.append(field.name()).append(": ").append(field.value()).append("\r\n");
        return request.append("\r\n").toString();
    }

    /** Whether a response passes, and why. */
    public CheckResult judge(CheckedResponse response, Authority from) {
        String status = "status " + response.status();
        try {
            Optional<Boolean> drains = drain.isEmpty() ? Optional.empty() : Optional.of(holds(drain.get(), response, from));
            if (expression.isEmpty()) return new CheckResult(response.status() >= 200 && response.status() <= 399, status, drains);
            boolean passed = holds(expression.get(), response, from);
            return new CheckResult(passed, "hcexpr " + expression.get().name() + " is " + passed + " (" + status + ")", drains);
        } catch (Pcre.TooMuchWork e) {
            return CheckResult.failed("a regular expression of hcexpr or hcdrain needs too many steps (" + status + ")");
        }
    }

    private boolean holds(HealthExpression rule, CheckedResponse response, Authority from) throws Pcre.TooMuchWork {
        RequestContext request = new RequestContext(new CheckedRequest(method.verb(), requestTarget(), method.protocol(), from), this::requestTarget, new Environment(), NOBODY);
        return rule.condition().holds(new Evaluation(request, response));
    }
}
