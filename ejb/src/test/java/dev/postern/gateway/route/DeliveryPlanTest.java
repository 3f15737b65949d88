package dev.postern.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.jca.MailRejectedException;
import dev.postern.mail.Address;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeliveryPlanTest {
    private static DeliveryPlan plan(RoutingTable table, String... recipients) {
        return DeliveryPlan.of(table, Stream.of(recipients).map(Address::parse).toList());
    }

    private static List<String> steps(DeliveryPlan plan) {
        return plan.steps().stream()
                .map(step -> step.target() + " " + step.recipients())
                .toList();
    }

    @Test
    void eachTargetIsAskedOnceForAllOfItsRecipientsAndThoseThatMayRefuseComeFirst() throws RoutesException {
        RoutingTable table = RoutesParser.parse(
                "routes",
                List.of(
                        "archive@example.org maildir:/srv/archive",
                        "sales@example.org   discard",
                        "all@example.org     archive@example.org, ann@example.org",
                        "*@example.org       topic:in, lmtp:/run/lmtp"));
        assertEquals(
                List.of(
                        "lmtp:/run/lmtp [ann@example.org, bob@example.org]",
                        "topic:in [ann@example.org, bob@example.org]",
                        "maildir:/srv/archive [archive@example.org]",
                        "discard [sales@example.org]"),
                steps(plan(table, "sales@example.org", "all@example.org", "ann@example.org", "bob@example.org")));
    }

    @Test
    void oneWhoIsNotKnownOrRefusedStopsAll() throws RoutesException {
        RoutingTable table = RoutesParser.parse(
                "routes", List.of("bob@example.org mx", "full@example.org reject:452 4.2.2 Mailbox full"));
        assertEquals(
                550,
                assertThrows(MailRejectedException.class, () -> plan(table, "bob@example.org", "nobody@example.org"))
                        .code());
        MailRejectedException full =
                assertThrows(MailRejectedException.class, () -> plan(table, "bob@example.org", "full@example.org"));
        assertEquals("452 4.2.2 Mailbox full", full.code() + " " + full.enhancedCode() + " " + full.getMessage());
    }
}
