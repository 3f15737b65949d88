package dev.postern.cli;

import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.discovery.Discovery;
import dev.postern.smtp.discovery.DiscoverySettings;
import dev.postern.smtp.discovery.TlsProbe;
import dev.postern.smtp.provider.ProviderTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import picocli.CommandLine.TypeConversionException;

/** Whom the commands ask. */
@FunctionalInterface
interface Network {
    /**
     * Gets ready to ask.
     *
     * @param dnsServers empty for those that this machine asks
     * @throws IOException if the machine has no name
     */
    Connected connect(List<InetSocketAddress> dnsServers) throws IOException;

    /** What asks, until it is closed. */
    interface Connected extends AutoCloseable {
        Discovery discovery(DiscoverySettings settings);

        @Override
        void close();
    }

    /** The Internet, as this machine sees it. */
    static Network ofThisMachine() {
        return dnsServers -> new Internet(
                TlsProbe.builder().build(), DnsjavaResolver.askingOrOfSystem(dnsServers, Duration.ofSeconds(5)));
    }

    /** Asks DNS and servers themselves. */
    record Internet(TlsProbe probe, DnsjavaResolver dns) implements Connected {
        @Override
        public Discovery discovery(DiscoverySettings settings) {
            return new Discovery(dns, ProviderTable.shipped(), probe, settings, new Random());
        }

        @Override
        public void close() {
            probe.close();
            dns.close();
        }
    }

    /** Reads the address of a DNS server. */
    static InetSocketAddress dnsServer(String text) {
        return ServerAddress.parse(text).orElseThrow(() -> new TypeConversionException(ServerAddress.REMEDY));
    }
}
