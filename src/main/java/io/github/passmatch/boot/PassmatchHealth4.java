package io.github.passmatch.boot;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Reports the {@link HealthDetails} to Spring Boot 4. */
final class PassmatchHealth4 implements HealthIndicator {

    private final HealthDetails details;

    PassmatchHealth4(HealthDetails details) {
        this.details = details;
    }

    @Override
    public Health health() {
        return details.inForce().map(all -> Health.up().withDetails(all).build()).orElseGet(() -> Health.unknown().build());
    }
}
