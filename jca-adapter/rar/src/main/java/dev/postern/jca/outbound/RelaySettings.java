package dev.postern.jca.outbound;

import dev.postern.mail.dkim.AuthorSigner;
import dev.postern.mail.dns.DnsjavaResolver;
import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.client.ClientLogin;
import dev.postern.smtp.client.MailServer;
import dev.postern.smtp.client.PoolLimits;
import dev.postern.smtp.client.SmtpClient;
import dev.postern.smtp.client.TlsMode;
import dev.postern.smtp.delivery.Deliverer;
import dev.postern.smtp.delivery.MxRouter;
import dev.postern.smtp.delivery.MxSettings;
import dev.postern.smtp.delivery.MxSources;
import dev.postern.smtp.delivery.PublishedPolicy;
import dev.postern.smtp.delivery.PublishedTls;
import dev.postern.smtp.delivery.RelayRouter;
import dev.postern.smtp.delivery.TlsPolicyTable;
import dev.postern.smtp.delivery.WeightedServers;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Provider;
import dev.postern.smtp.provider.ProviderTable;
import dev.postern.smtp.sts.StsPolicies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which servers take the mail of a connection factory, and how it reaches them. */
final class RelaySettings implements OutboundWay {
    private static final Logger LOG = LoggerFactory.getLogger(RelaySettings.class);
    private static final String RELAY = "relay";
    private static final String MX = "mx";
    private static final String POLICIES = "mta-sts"; // a directory of the journal
    private static final int SUBMISSION_PORT = 587;
    private static final int MX_CONNECTIONS = 20;
    private static final int MAILS_PER_CONNECTION = 100;
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);

    /** All settings that are about servers alone. */
    static final List<String> KEYS = Stream.concat(
                    Stream.of(
                            RELAY,
                            "tls",
                            "truststore",
                            "truststore.password",
                            "dns.servers",
                            "dkim.keys",
                            "dkim.keystore.password"),
                    OutboundLogin.KEYS.stream())
            .toList();

    /** What a mode of TLS may be. */
    static final String TLS_REMEDY = "must be one of "
            + Stream.of(TlsMode.values())
                    .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));

    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9-]+(?::[A-Za-z][A-Za-z0-9-]*)?");
    private static final Pattern HOST =
            Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]{1,5}))?");

    private final SettingTexts texts;
    private final OutboundLogin login;
    private final @Nullable Provider provider;
    private final List<MailServer> servers;
    private final TlsMode tls;
    private final int connections;
    private final boolean dnsTrusted;
    private final Set<PublishedPolicy> policies;

    /** Takes note in the texts of what is wrong. */
    RelaySettings(SettingTexts texts) {
        this.texts = texts;
        this.provider = readProvider();
        this.servers = readRelay();
        this.login = new OutboundLogin(texts);
        this.tls = readTls();
        this.connections = Math.toIntExact(texts.number("connections", 1, 10_000));
        this.dnsTrusted = texts.flag("dns.trusted");
        this.policies = texts.read("mx.policies", PublishedPolicy::parse, Set.of());
        login.check(byMx(), tls, provider);
    }

    /** Empty for mx. */
    private List<MailServer> readRelay() {
        List<String> hosts = texts.list(RELAY);
        if (hosts.isEmpty()) {
            texts.wrong(RELAY, "set mx, a provider such as gmail, or a host such as mail.example.org:587");
            return List.of();
        }
        if (byMx()) {
            return List.of();
        }
        if (provider != null) {
            return List.of(MailServer.named(endpoint().host(), endpoint().port()));
        }
        return texts.read(
                RELAY, named -> named.stream().map(RelaySettings::server).toList(), List.of());
    }

    private static MailServer server(String text) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            throw new IllegalArgumentException(text + " is no host such as mail.example.org:587");
        }
        String bare = host.group("host").replaceAll("[\\[\\]]", "");
        String port = host.group("port");
        return MailServer.named(bare, port == null ? SUBMISSION_PORT : Integer.parseInt(port));
    }

    /** Null where the relay is none: a host has a dot, a bracket or a port, or is this one. */
    private @Nullable Provider readProvider() {
        String text = texts.text(RELAY);
        if (byMx() || text.equals("localhost") || !PROVIDER.matcher(text).matches()) {
            return null;
        }
        try {
            return ProviderTable.shipped().named(text);
        } catch (IllegalArgumentException e) {
            texts.wrong(RELAY, e.getMessage() + ", or mx, or a host such as mail.example.org:587");
            return null;
        }
    }

    private MailEndpoint endpoint() {
        if (provider == null) {
            throw new IllegalStateException("no provider is named");
        }
        return provider.endpoint(MailService.SUBMISSION)
                .orElseThrow(() -> new IllegalStateException(provider.name() + " takes no mail"));
    }

    private boolean byMx() {
        return texts.text(RELAY).equals(MX);
    }

    private TlsMode readTls() {
        if (texts.isSet("tls")) {
            Optional<TlsMode> mode = tlsMode(texts.text("tls"));
            if (mode.isPresent()) {
                return mode.get();
            }
            texts.wrong("tls", TLS_REMEDY);
        }
        if (provider != null) {
            return TlsMode.verifying(endpoint().protection());
        }
        return login.isSet() ? TlsMode.REQUIRED : TlsMode.OPPORTUNISTIC;
    }

    /** The mode of this name, in either case. */
    static Optional<TlsMode> tlsMode(String text) {
        return Stream.of(TlsMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(text))
                .findFirst();
    }

    @Override
    public Delivery open(String hello, Path journal) throws IOException {
        SmtpClient client = client(hello);
        if (byMx()) {
            return openByMx(client, journal);
        }
        @Nullable ClientLogin identity = login.login();
        List<MailServer> relays =
                servers.stream().map(server -> server.withLogin(identity)).toList();
        WeightedServers choice = new WeightedServers(relays, List.of(), new Random());
        return new Delivery(
                new Deliverer(new RelayRouter("relay", choice), client, limits(relays.size())), MxSources.NONE);
    }

    private Delivery openByMx(SmtpClient client, Path journal) throws IOException {
        DnsjavaResolver dns = DnsjavaResolver.askingOrOfSystem(
                ServerAddress.parseAll(texts.list("dns.servers")), DNS_PATIENCE, dnsTrusted);
        TlsPolicyTable ours = TlsPolicyTable.parse(List.of(), tls);
        @Nullable StsPolicies sts = null;
        try {
            sts = policies.contains(PublishedPolicy.MTA_STS)
                    ? StsPolicies.keptIn(journal.resolve(POLICIES), dns)
                    : null;
        } catch (IOException e) {
            dns.close();
            throw e;
        }
        PublishedTls published = new PublishedTls(PublishedTls.daneBy(dns, policies), sts, ours::decides);
        MxRouter router = new MxRouter(dns, MxSettings.STANDARD, new Random(), published);
        return new Delivery(new Deliverer(router, client, limits(MX_CONNECTIONS)), new MxSources(dns, sts, null));
    }

    private SmtpClient client(String hello) throws IOException {
        SmtpClient.Builder builder = SmtpClient.builder().hello(hello).tls(tls);
        if (texts.isSet("truststore")) {
            builder.trust(
                    Path.of(texts.text("truststore")),
                    texts.secret("truststore.password").toCharArray());
        }
        if (texts.isSet("dkim.keys")) {
            builder.signer(AuthorSigner.open(
                    Path.of(texts.text("dkim.keys")),
                    texts.secret("dkim.keystore.password").toCharArray(),
                    LOG::info));
        }
        return builder.build();
    }

    private PoolLimits limits(int servers) {
        return new PoolLimits(connections, connections * servers, MAILS_PER_CONNECTION, PoolLimits.RELAY_IDLE);
    }

    /** The relay, as it is set. */
    @Override
    public String toString() {
        return texts.text(RELAY);
    }
}
