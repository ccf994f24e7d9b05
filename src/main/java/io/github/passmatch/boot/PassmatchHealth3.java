package io.github.passmatch.boot;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Reports the {@link HealthDetails} to Spring Boot 3. */
final class PassmatchHealth3 implements HealthIndicator {

    private final HealthDetails details;

    PassmatchHealth3(HealthDetails details) {
        this.details = details;
    }

    @Override
    public Health health() {
        return details.inForce().map(all -> Health.up().withDetails(all).build()).orElseGet(() -> Health.unknown().build());
    }
}
