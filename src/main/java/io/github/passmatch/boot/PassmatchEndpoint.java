package io.github.passmatch.boot;

import io.github.passmatch.diagnose.status.Status;
import io.github.passmatch.web.ProxyFilter;
import java.util.Optional;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Answers at {@code /actuator/passmatch}: the status as JSON (GET), and a reload of the configuration (POST). */
@Endpoint(id = "passmatch")
final class PassmatchEndpoint {

    private static final String JSON = "application/json";
    private static final int CONFLICT = 409;

    private final ProxyFilter filter;

    PassmatchEndpoint(ProxyFilter filter) {
        this.filter = filter;
    }

    /** The JSON of the status page; null (404) while the filter is not started. */
    @ReadOperation(produces = JSON)
    String status() {
        return filter.status().map(Status::json).orElse(null);
    }

    /** Reads the configuration again; 409 if the previous one stays in force. */
    @WriteOperation(produces = JSON)
    WebEndpointResponse<String> reload() {
        boolean loaded = filter.reload("the endpoint passmatch of the Actuator");
        Optional<Status> status = filter.status();
        return new WebEndpointResponse<>(status.map(now -> now.reload().json()).orElse(null), loaded ? WebEndpointResponse.STATUS_OK : CONFLICT);
    }
}
