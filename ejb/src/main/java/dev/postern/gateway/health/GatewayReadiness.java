package dev.postern.gateway.health;

import dev.postern.gateway.MailPublisher;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The gateway's answer to {@code /health/ready} of MicroProfile Health. A server without that has no use for this class, and passes over it.
 */
@Readiness
@ApplicationScoped
public class GatewayReadiness implements HealthCheck {
    @EJB
    @SuppressWarnings("NullAway.Init") // the container sets it
    private MailPublisher publisher;

    private final AdapterBeans adapter = new AdapterBeans(ManagementFactory.getPlatformMBeanServer());

    /** Up when each of its parts is. */
    @Override
    public HealthCheckResponse call() {
        Map<String, Boolean> parts = adapter.parts();
        publisher.brokersAnswer().ifPresent(answer -> parts.put("broker", answer));
        HealthCheckResponseBuilder response = HealthCheckResponse.named("postern-gateway");
        parts.forEach((part, isUp) -> response.withData(part, isUp ? "up" : "down"));
        return response.status(!parts.containsValue(false)).build();
    }
}
