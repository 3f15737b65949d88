package dev.postern.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
    private final RouteTable<String> table = new RouteTable<>();

    @BeforeEach
    void fill() {
        table.add(List.of("Bank.example", "*.partner.example"), List.of(), "partner");
        table.add(List.of("*.old.partner.example", "[192.0.2.1]"), List.of(), "old");
        table.add(List.of(), List.of("News@shop.example", "*.bulk.example"), "bulk");
        table.add(List.of(), List.of("shop.example"), "shop");
        table.add(List.of(), List.of("<>"), "notices");
        table.add(List.of("bank.example", "*.example.net"), List.of("boss@shop.example", "<>"), "both");
    }

    @ParameterizedTest
    @CsvSource({
        // by the recipient
        "ann@example.org, bank.example, partner",
        "ann@example.org, www.bank.example, none",
        "ann@example.org, partner.example, none",
        "ann@example.org, a.partner.example, partner",
        "ann@example.org, a.b.partner.example, partner",
        "ann@example.org, old.partner.example, partner",
        "ann@example.org, a.old.partner.example, old",
        "ann@example.org, [192.0.2.1], old",
        "ann@example.org, [192.0.2.2], none",
        // by the sender
        "news@shop.example, example.com, bulk",
        "NEWS@SHOP.example, example.com, bulk",
        "ann@shop.example, example.com, shop",
        "ann@a.shop.example, example.com, none",
        "ann@bulk.example, example.com, none",
        "ann@a.bulk.example, example.com, bulk",
        "<>, example.com, notices",
        // the recipient before the sender
        "news@shop.example, bank.example, partner",
        "<>, a.partner.example, partner",
        // both
        "boss@shop.example, bank.example, both",
        "<>, bank.example, both",
        "boss@shop.example, a.example.net, both",
        "ann@shop.example, a.example.net, shop",
        "ann@example.org, a.example.net, none",
    })
    void theRouteThatFitsBestCounts(String sender, String domain, String route) {
        Address reversePath = sender.equals("<>") ? null : Address.parse(sender);
        assertEquals(route, table.find(reversePath, Domain.parse(domain)).orElse("none"));
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', must be a domain such as bank.example or *.bank.example",
        "a.*.example, '', must be a domain such as bank.example or *.bank.example",
        "*.[192.0.2.1], '', there is no name under an address",
        "a@bank.example, '', must be a domain such as bank.example or *.bank.example",
        "'', news@, 'must be an address such as news@example.org, a domain'",
        "'', *@shop.example, 'there is another'",
        "'', *.*.example, must be a domain such as bank.example",
    })
    void aPatternThatIsNoneIsToldByItself(String recipient, String sender, String told) {
        if (sender.startsWith("*@")) {
            table.add(List.of(), List.of(sender), "an address like any other");
        }
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> table.add(
                        recipient.isEmpty() ? List.of() : List.of(recipient),
                        sender.isEmpty() ? List.of() : List.of(sender),
                        "x"));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.startsWith(recipient.isEmpty() ? sender : recipient) && message.contains(told), message);
    }

    @ParameterizedTest
    @CsvSource({
        "BANK.example, '', BANK.example",
        "bank.example, <>, <> to bank.example",
        "'', news@SHOP.example, news@SHOP.example to any recipient",
    })
    void whatTwoRoutesHaveIsAnError(String recipient, String sender, String told) {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> table.add(
                        recipient.isEmpty() ? List.of() : List.of(recipient),
                        sender.isEmpty() ? List.of() : List.of(sender),
                        "x"));
        assertEquals(told + ": there is another route for this", error.getMessage());
    }

    @Test
    void anEmptyTableHasNoRoute() {
        assertTrue(
                new RouteTable<String>().find(null, Domain.parse("example.org")).isEmpty());
    }
}
