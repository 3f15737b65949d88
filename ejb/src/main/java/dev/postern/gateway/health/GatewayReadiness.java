package dev.postern.gateway.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The gateway's answer to {@code /health/ready} of MicroProfile Health. A server without that has no use for this class, and passes over it.
 *
 * <p>In the EAR it lies in {@code lib}, where it sees no bean: WildFly finds none of the modules' checks (its issue WFLY-12835).
 */
@Readiness
@ApplicationScoped
public class GatewayReadiness implements HealthCheck {
    private final MonitoredParts parts = new MonitoredParts(ManagementFactory.getPlatformMBeanServer());

    /** Up when each of its parts is. */
    @Override
    public HealthCheckResponse call() {
        Map<String, Boolean> answers = parts.ask();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("postern-gateway");
        answers.forEach((part, isUp) -> response.withData(part, isUp ? "up" : "down"));
        return response.status(!answers.containsValue(false)).build();
    }
}
