package io.github.passmatch.config.draft;

import io.github.passmatch.config.balance.MemberDraft;
import io.github.passmatch.config.health.HealthDraft;
import io.github.passmatch.config.health.HealthNames;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.PathPattern;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the parts of a rule. The parameters are applied after all {@code ProxySet} lines have been read. */
public final class RuleDraft {

    public final String directive;
    public final Place place;
    public final ServerDraft server;
    /** The section that contains the rule, if any. */
    public final Optional<SectionDraft> section;
    /** The word of the URL, for messages. */
    public Word url;
    public PathPattern pattern;
    /** The place of the path or expression; in a section, the place in its header. */
    public Place patternPlace;
    public Optional<Target> target = Optional.empty();
    /** The words after the URL. */
    public List<Word> parameters = List.of();

    /** What concerns the choice of a member; empty for a rule. */
    public Optional<MemberDraft> member = Optional.empty();
    public Destination.View view = Destination.View.DECODED;
    /** Whether the rule is a {@code RewriteRule} with [P]. */
    public boolean rewrites;
    /** The place of the parameters of a {@code <Proxy>} section for the URL, by which httpd creates a worker. */
    public Optional<Place> workerPlace = Optional.empty();
    public boolean nocanon;
    public boolean interpolate;

    /** The last of enablereuse and disablereuse, because both set the same switch. */
    public Optional<ReuseDecision> reuse = Optional.empty();
    public Optional<Place> addressTtlZero = Optional.empty();
    public Optional<Place> keepaliveOn = Optional.empty();
    public Optional<Place> smax = Optional.empty();
    public Optional<Place> retryPlace = Optional.empty();

    public int max = ConnectionSettings.UNLIMITED;
    public Optional<Duration> acquire = Optional.empty();
    public Optional<Duration> ttl = Optional.empty();
    public Optional<Duration> connectTimeout = Optional.empty();
    public Optional<Duration> timeout = Optional.empty();
    public Optional<Duration> totalTimeout = Optional.empty();
    public Optional<Duration> ping = Optional.empty();
    /** The value of {@code upgrade}: names of protocols, or {@code *}. */
    public Optional<List<String>> upgrade = Optional.empty();
    public boolean tcpKeepAlive;
    public Optional<Duration> addressTtl = Optional.empty();
    public int ioBufferSize;
    public int receiveBufferSize;
    public int responseFieldSize = ConnectionSettings.DEFAULT_RESPONSE_FIELD_SIZE;
    public Duration retry = Duration.ofSeconds(60);
    /** A rule ignores errors by default (mod_proxy). */
    public final Set<WorkerFlag> status = EnumSet.of(WorkerFlag.IGNORE_ERRORS);

    public RuleDraft(String directive, Place place, ServerDraft server, Optional<SectionDraft> section) {
        this.directive = directive;
        this.place = place;
        this.server = server;
        this.section = section;
    }

    /** Makes this the draft of a {@code BalancerMember}, which does not ignore errors by default. */
    public void becomeMember(MemberDraft role) {
        member = Optional.of(role);
        status.clear();
    }

    /** The health check of a member; for a rule, which is never checked, a draft that nobody uses. */
    public HealthDraft health() {
        return member.map(role -> role.health).orElseGet(HealthDraft::new);
    }

    /** What the parameters of health checks name. */
    public HealthNames healthNames() {
        return server.config.health;
    }

    public void decideReuse(ReuseDecision.Cause cause, Place where) {
        reuse = Optional.of(new ReuseDecision(cause, where));
    }

    public boolean isRegex() {
        return pattern instanceof PathRegex;
    }
}
