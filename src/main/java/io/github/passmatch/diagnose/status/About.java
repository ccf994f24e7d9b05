package io.github.passmatch.diagnose.status;

import io.github.passmatch.rules.Place;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the status page tells about the proxy as a whole.
 *
 * @param version  of Passmatch
 * @param started  when counting began
 * @param file     the configuration file; empty if the configuration does not come from a file
 * @param changed  when the file was changed last; empty without file
 * @param audience who can see the page, in words
 * @param findings warnings and notes of the configuration in force, in the order of their places
 */
public record About(String version, Instant started, Optional<String> file, Optional<Instant> changed, String audience, List<Found> findings) {

    /**
     * A warning or a note about one place of the configuration.
     *
     * @param severity {@code warning} or {@code note}
     * @param id       {@code shadowed-rule}
     * @param printed  message, line and hint, as {@code check} prints them
     */
    public record Found(Place place, String severity, String id, String printed) {

        private static final List<String> NEVER = List.of("shadowed-rule", "overridden-location", "never-matches");

        /** Whether no request can match the rule. */
        boolean meansNever() {
            return NEVER.contains(id);
        }
    }

    public About {
        Objects.requireNonNull(version, "version");
        findings = List.copyOf(findings);
    }

    /** The findings at one line. */
    List<Found> at(Place place) {
        return findings.stream().filter(found -> found.place().fileAndLine().equals(place.fileAndLine())).toList();
    }
}
