package dev.postern.smtp.delivery;

import dev.postern.mail.Domain;
import dev.postern.mail.dns.Answer;
import dev.postern.mail.dns.MailExchanger;
import dev.postern.mail.dns.PublicAddress;
import dev.postern.smtp.client.MailServer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** The hosts of a domain, with what DNS says about their addresses. */
final class MailHosts {
    /** Of one host, so that it can't use up the limit before the next gets its turn. */
    private static final int MAX_ADDRESSES_OF_HOST = 4;

    private final Domain domain;
    private final List<Located> hosts;
    private final MxSettings settings;
    private final Random random;

    /** A host, where it is, and how it has to prove who it is. */
    record Located(MailExchanger host, Answer<InetAddress> addresses, HostTls tls) {
        Located withTls(HostTls value) {
            return new Located(host, addresses, value);
        }

        private MailServer at(InetAddress address, int port) {
            MailServer server = new MailServer(host.host(), new InetSocketAddress(address, port));
            return tls.assurance() == null ? server : server.assured(tls.assurance());
        }

        /** The same for hosts of two domains whose mail may go the same way. */
        private String way() {
            return host.preference() + " " + host.host() + (tls.assurance() == null ? "" : " by " + tls.assurance());
        }
    }

    /** @param hosts in the order in which to try them, at least one */
    MailHosts(Domain domain, List<Located> hosts, MxSettings settings, Random random) {
        this.domain = domain;
        this.hosts = hosts;
        this.settings = settings;
        this.random = random;
    }

    /** What is to be said where the next host would be ourselves. */
    static Routing loop(Domain domain) {
        return Routing.none("5.4.6", "mail for " + domain + " would come back to this host");
    }

    Routing routing() {
        List<MailExchanger> all = hosts.stream().map(Located::host).toList();
        Set<MailExchanger> others = new HashSet<>(Exchangers.before(this::isOurs, all));
        List<Located> left =
                hosts.stream().filter(each -> others.contains(each.host())).toList();
        if (left.isEmpty()) {
            return loop(domain);
        }
        List<MailServer> servers = servers(left);
        return servers.isEmpty() ? nowhere(left) : new Routing.Found(destination(left), servers);
    }

    private boolean isOurs(MailExchanger host) {
        return hosts.stream()
                .filter(each -> each.host().equals(host))
                .anyMatch(each -> each.addresses().records().stream().anyMatch(settings.ownAddresses()::contains));
    }

    private List<MailServer> servers(List<Located> left) {
        List<MailServer> servers = new ArrayList<>();
        Set<InetAddress> seen = new HashSet<>();
        for (Located each : left) {
            int ofHost = each.tls().barred() == null ? 0 : MAX_ADDRESSES_OF_HOST;
            for (InetAddress address : alternating(each.addresses().records())) {
                boolean wanted = settings.privateAddresses() || PublicAddress.is(address);
                if (wanted
                        && ofHost < MAX_ADDRESSES_OF_HOST
                        && servers.size() < settings.maxAddresses()
                        && seen.add(address)) {
                    servers.add(each.at(address, settings.port()));
                    ofHost++;
                }
            }
        }
        return servers;
    }

    /** IPv6 first, then IPv4, and so on in turn: where we have one kind only, every second attempt succeeds. */
    private List<InetAddress> alternating(List<InetAddress> addresses) {
        List<InetAddress> v4 = new ArrayList<>();
        List<InetAddress> v6 = new ArrayList<>();
        List<InetAddress> shuffled = new ArrayList<>(addresses);
        Collections.shuffle(shuffled, random);
        for (InetAddress address : shuffled) {
            (address instanceof Inet4Address ? v4 : v6).add(address);
        }
        List<InetAddress> alternating = new ArrayList<>();
        for (int i = 0; i < Math.max(v4.size(), v6.size()); i++) {
            if (i < v6.size()) {
                alternating.add(v6.get(i));
            }
            if (i < v4.size()) {
                alternating.add(v4.get(i));
            }
        }
        return alternating;
    }

    private Routing nowhere(List<Located> left) {
        for (Located each : left) {
            if (each.tls().barred() != null) {
                return each.tls().barred();
            }
        }
        for (Located each : left) {
            if (each.addresses().isTemporary()) {
                return Routing.unknown(
                        "4.4.3",
                        "DNS can't tell now where " + each.host().host() + " is, which takes mail for " + domain + ": "
                                + each.addresses().detail());
            }
        }
        if (left.stream().anyMatch(each -> each.addresses().isFound())) {
            return Routing.none("5.4.4", "the hosts that take mail for " + domain + " have no public address");
        }
        boolean implicit = left.get(0).host().host().equals(domain.text());
        return implicit
                ? Routing.none("5.1.2", domain + " has neither MX nor address")
                : Routing.none("5.4.4", "the hosts that take mail for " + domain + " have no address");
    }

    private static String destination(List<Located> left) {
        return left.stream().map(Located::way).sorted().collect(Collectors.joining(", "));
    }
}
