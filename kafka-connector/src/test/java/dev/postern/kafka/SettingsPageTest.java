package dev.postern.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.kafka.sink.SmtpSinkConfig;
import dev.postern.kafka.sink.SmtpSinkConnector;
import dev.postern.kafka.source.MailSourceConnector;
import dev.postern.kafka.source.mailbox.AccountsConfig;
import dev.postern.smtp.provider.MailService;
import dev.postern.testkit.docs.GeneratedSection;
import java.io.IOException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.junit.jupiter.api.Test;

/** The connectors' part of docs/config.md is what the code says. */
class SettingsPageTest {
    @Test
    void theSinksSettingsAreOnThePage() throws IOException {
        GeneratedSection.of("sink").check(SettingsTable.of(new SmtpSinkConnector().config()));
    }

    @Test
    void theSettingsOfARouteAreOnThePage() throws IOException {
        GeneratedSection.of("route").check(SettingsTable.of(SmtpSinkConfig.ROUTE_DEFINITION));
    }

    @Test
    void theSourcesSettingsAreOnThePage() throws IOException {
        GeneratedSection.of("source").check(SettingsTable.of(new MailSourceConnector().config()));
    }

    @Test
    void theSettingsOfAccountsAreOnThePage() throws IOException {
        GeneratedSection.of("imap-account")
                .check(SettingsTable.of(AccountsConfig.definitionOf("NAME", MailService.IMAP)));
        GeneratedSection.of("pop3-account")
                .check(SettingsTable.of(AccountsConfig.definitionOf("NAME", MailService.POP3)));
    }

    @Test
    void groupsAndTheirSettingsStandInTheOrderOfTheirDefinition() {
        ConfigDef definition = new GroupedConfigDef()
                .group("Z")
                .add(
                        "z",
                        "Z",
                        ConfigDef.Type.INT,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Range.atLeast(1),
                        Importance.HIGH,
                        "Last | letter.")
                .add("y", "Y", ConfigDef.Type.STRING, "", Importance.LOW, "Not last.")
                .group("A")
                .add("a", "A", ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM, "First.");
        assertEquals("""
                ### Z

                | setting | type | default | allowed | importance | meaning |
                |---|---|---|---|---|---|
                | `z` | int | required | at least 1 | high | Last \\| letter. |
                | `y` | string | empty |  | low | Not last. |

                ### A

                | setting | type | default | allowed | importance | meaning |
                |---|---|---|---|---|---|
                | `a` | boolean | `true` |  | medium | First. |
                """, SettingsTable.of(definition));
    }
}
