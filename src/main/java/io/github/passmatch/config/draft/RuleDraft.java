package io.github.passmatch.config;

import io.github.passmatch.rules.ConnectionSettings;
import io.github.passmatch.rules.Destination;
import io.github.passmatch.rules.PathPattern;
import io.github.passmatch.rules.PathRegex;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.ReuseDecision;
import io.github.passmatch.rules.Target;
import io.github.passmatch.rules.WorkerFlag;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule while it is read. Its parameters are taken in when all defaults that a {@code ProxySet} may give are known. */
final class RuleDraft {

    final String directive;
    final Place place;
    final ServerDraft server;
    /** The section it stands in, if any. */
    final Optional<SectionDraft> section;
    /** The word of the URL, for messages. */
    Word url;
    PathPattern pattern;
    /** Where the path or expression stands, be it in a section's header. */
    Place patternPlace;
    Optional<Target> target = Optional.empty();
    /** The words behind the URL. */
    List<Word> parameters = List.of();

    Destination.View view = Destination.View.DECODED;
    boolean nocanon;
    boolean interpolate;

    /** The last of enablereuse and disablereuse: they set one switch. */
    Optional<ReuseDecision> reuse = Optional.empty();
    Optional<Place> addressTtlZero = Optional.empty();
    Optional<Place> keepaliveOn = Optional.empty();
    Optional<Place> smax = Optional.empty();
    Optional<Place> retryPlace = Optional.empty();

    int max = ConnectionSettings.UNLIMITED;
    Optional<Duration> acquire = Optional.empty();
    Optional<Duration> ttl = Optional.empty();
    Optional<Duration> connectTimeout = Optional.empty();
    Optional<Duration> timeout = Optional.empty();
    Optional<Duration> totalTimeout = Optional.empty();
    Optional<Duration> ping = Optional.empty();
    boolean tcpKeepAlive;
    Optional<Duration> addressTtl = Optional.empty();
    int ioBufferSize;
    int receiveBufferSize;
    int responseFieldSize = ConnectionSettings.DEFAULT_RESPONSE_FIELD_SIZE;
    Duration retry = Duration.ofSeconds(60);
    /** A plain rule ignores errors unless told otherwise (mod_proxy). */
    final Set<WorkerFlag> status = EnumSet.of(WorkerFlag.IGNORE_ERRORS);

    RuleDraft(String directive, Place place, ServerDraft server, Optional<SectionDraft> section) {
        this.directive = directive;
        this.place = place;
        this.server = server;
        this.section = section;
    }

    void decideReuse(ReuseDecision.Cause cause, Place where) {
        reuse = Optional.of(new ReuseDecision(cause, where));
    }

    boolean isRegex() {
        return pattern instanceof PathRegex;
    }
}
