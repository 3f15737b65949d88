package dev.postern.kafka.source.mailbox;

import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.mail.Domain;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.discovery.Discovered;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.DiscoverySettings;
import dev.postern.smtp.discovery.TlsProbe;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.ProviderTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * The settings of how servers are found.
 *
 * @param prefix what its own begin with
 */
record DiscoveryConfig(AbstractConfig values, String prefix) {
    private static final String PRIVATE = "private.addresses";

    /** Shared with the listener. */
    private static final String DNS_SERVERS = "dns.servers";

    private static final String DNS_TIMEOUT = "dns.timeout.ms";

    /** Adds its own, to the group that is open. */
    static GroupedConfigDef define(GroupedConfigDef settings, String prefix) {
        return settings.add(
                prefix + PRIVATE,
                "Private addresses",
                ConfigDef.Type.BOOLEAN,
                false,
                Importance.LOW,
                "Whether a server that is found by auto: may be at an address that is not of the public Internet, such as 10.0.0.1. "
                        + DNS_SERVERS + " says who is asked for it.");
    }

    /** Takes note of servers of DNS that are none. */
    void check(SettingErrors errors) {
        try {
            ServerAddress.parseAll(servers());
        } catch (IllegalArgumentException e) {
            errors.add(DNS_SERVERS, servers(), String.valueOf(e.getMessage()));
        }
    }

    private List<String> servers() {
        return values.getList(DNS_SERVERS);
    }

    /**
     * Looks for the server of a domain; may take half a minute.
     *
     * @param trust by which certificates prove their names
     * @throws IOException if that can't be done; not where there is none
     */
    Discovered find(Domain domain, MailService service, TrustConfig trust) throws IOException {
        Duration patience = Duration.ofMillis(values.getLong(DNS_TIMEOUT));
        DiscoverySettings settings =
                DiscoverySettings.STANDARD.withPrivateAddresses(values.getBoolean(prefix + PRIVATE));
        try (DnsjavaResolver dns = DnsjavaResolver.askingOrOfSystem(ServerAddress.parseAll(servers()), patience);
                TlsProbe probe = trust.probe()) {
            return new Discovery(dns, ProviderTable.shipped(), probe, settings, new Random())
                    .find(domain, service)
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking for the server of " + domain, e);
        } catch (ExecutionException e) {
            throw new IOException("looking for the server of " + domain + " failed: " + e.getCause(), e);
        }
    }
}
