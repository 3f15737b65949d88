package dev.postern.jca.inbound;

import dev.postern.smtp.server.DnsSettings;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one listener, as the activation configuration of a message-driven bean gives them.
 *
 * <p>What they mean stands with each field, from which docs/config.md is made. Any of them may be given or overridden from outside once
 * the listener has a {@code name}: see {@link ListenerConfiguration}.
 */
public final class MailActivationSpec implements ActivationSpec, Serializable {
    private static final long serialVersionUID = 1L;

    @ConfigProperty(
            description =
                    "The listener's name, in lower case letters, digits and dashes. With it, each setting may be given from outside:"
                            + " listenPort of the listener orders by the system property postern.orders.listen.port, else by the environment"
                            + " variable POSTERN_ORDERS_LISTEN_PORT; both come before the activation configuration.")
    private String name = "";

    @ConfigProperty(description = "The address to listen on; 0.0.0.0 for all.")
    private String listenHost = "127.0.0.1";

    @ConfigProperty(description = "The port to listen on, 0 to 65535; 0 takes a free one, which the log names.")
    private int listenPort = 2525;

    @ConfigProperty(
            description =
                    "Our own name in the greeting and in Received; empty: the name of the application server's machine.")
    private String hostname = "";

    @ConfigProperty(
            description =
                    "The domains whose recipients are accepted, separated by commas; others are refused with 550 5.7.1. May be empty"
                            + " only on a loopback address: then all are accepted.")
    private String acceptedDomains = "";

    @ConfigProperty(
            description = "Whether recipients of any domain are accepted also on an address that is not loopback.")
    private boolean acceptAnyDomain;

    @ConfigProperty(
            description =
                    "The largest message in octets, at least 65536, announced by SIZE; a larger one is refused with 552.")
    private long messageSizeMax = 10L << 20;

    @ConfigProperty(description = "The most recipients of one mail, at least 100.")
    private int recipientsMax = 1_000;

    @ConfigProperty(description = "The most open connections; one more is turned away with 421.")
    private int connectionsMax = 1_000;

    @ConfigProperty(
            description =
                    "The most mails that are with the bean at the same time; the others wait for their turn. Keep it within the bean's"
                            + " pool: 32 on Payara; on WildFly it depends on the processors.")
    private int deliveriesMax = 8;

    @ConfigProperty(
            description =
                    "How long a client waits for the bean's transaction, in milliseconds, before it is answered 451 and the transaction"
                            + " rolls back; below the transaction timeout, and below the 10 minutes of RFC 5321 §4.5.3.2.6.")
    private long replyDeadlineMs = 120_000;

    @ConfigProperty(description = "Whether Bcc fields are removed from messages.")
    private boolean stripBcc = true;

    @ConfigProperty(
            description = "Where larger messages rest until their reply; empty: the directory for temporary files.")
    private String spoolDirectory = "";

    @ConfigProperty(description = "Octets of messages that rest in memory.")
    private long spoolMemoryBytes = 64L << 20;

    @ConfigProperty(
            description = "Octets of messages in memory and in files; beyond it mail is answered with 452 4.3.1.")
    private long spoolTotalBytes = 1L << 30;

    @ConfigProperty(
            description =
                    "Where keys and certificates for TLS are, with commas between them: PKCS#12 files, PEM files with key and"
                            + " chain, or directories with tls.crt and tls.key or fullchain.pem and privkey.pem. A client gets the one with the"
                            + " name that it asks for, else the first. Changed files are read anew within ten seconds. Empty: TLS is not"
                            + " offered.")
    private String keystoreLocation = "";

    @ConfigProperty(
            description = "The password of the keystores, or of the keys in PEM where those are encrypted.",
            confidential = true)
    private String keystorePassword = "";

    @ConfigProperty(description = "Whether mail in plaintext is refused.")
    private boolean requireTls;

    @ConfigProperty(description = "Whether connections begin in TLS, as on port 465, and not by STARTTLS.")
    private boolean implicitTls;

    @ConfigProperty(
            description =
                    "Networks such as 192.0.2.0/24 whose clients may send to all domains without logging in: printers, for one, which can't. Separated by commas.")
    private String relayNetworks = "";

    @ConfigProperty(
            description =
                    "Networks of proxies that speak the PROXY protocol, version 1 or 2: their connections must begin with it, and nobody else's may. Separated by commas.")
    private String proxyNetworks = "";

    @ConfigProperty(
            description =
                    "Whether clients show a certificate in TLS: none, optional or required; one that is shown must be issued by one"
                            + " of the truststore.")
    private String clientCertificates = "none";

    @ConfigProperty(description = "A PKCS#12 file with the certificates of those who issue certificates to clients.")
    private String truststoreLocation = "";

    @ConfigProperty(description = "The password of the truststore.", confidential = true)
    private String truststorePassword = "";

    @ConfigProperty(
            description =
                    "Whether mail is refused whose sender's domain has neither MX nor address (550 5.1.8), or says that it sends no mail"
                            + " (550 5.7.27). Off, as a listener must start where there is no DNS; switch it on where strangers may send.")
    private boolean checkSenderDomain;

    @ConfigProperty(
            description = "Whether clients are refused whose address has no name that points back to it (550 5.7.25).")
    private boolean checkReverseName;

    @ConfigProperty(
            description =
                    "Whether clients are refused that give neither a qualified name with an address nor an address literal at EHLO"
                            + " (550 5.7.1). RFC 5321 §4.1.4 forbids this, and it refuses mail that is wanted.")
    private boolean checkHelloName;

    @ConfigProperty(
            description =
                    "Lists in DNS whose clients are refused (554 5.7.1), separated by commas, such as zen.spamhaus.org; the responses that"
                            + " count may stand behind, as in bl.example.org=127.0.0.[2;4..11]. A list that fails is passed over. Many"
                            + " lists do not answer public resolvers.")
    private String dnsBlockLists = "";

    @ConfigProperty(description = "Lists in DNS, of the same form, whose clients no block list refuses.")
    private String dnsAllowLists = "";

    @ConfigProperty(
            description =
                    "Addresses of the servers that the checks ask, separated by commas, with a port or with 53; empty: those of the"
                            + " application server's machine.")
    private String dnsServers = "";

    @ConfigProperty(
            description =
                    "How long one question to DNS may take with all its attempts, in milliseconds, 100 to 30000; what is not known then is"
                            + " answered with 451 4.4.3, but a list is passed over.")
    private long dnsTimeoutMs = DnsSettings.DEFAULT_TIMEOUT_MILLIS;

    @ConfigProperty(
            description =
                    "The users that may log in, in a file that ./postern user writes; they may send to all domains. Empty: AUTH is not offered.")
    private String authUsersFile = "";

    @ConfigProperty(description = "Whether mail is taken from clients only that have logged in.")
    private boolean authRequired;

    @ConfigProperty(
            description =
                    "Whether clients may log in without TLS too, where others on the way can read their passwords.")
    private boolean authAllowPlaintext;

    private transient @Nullable ResourceAdapter resourceAdapter;

    /** @throws InvalidPropertyException naming each setting that is wrong, its value, and what is allowed */
    @Override
    public void validate() throws InvalidPropertyException {
        ListenerConfiguration.of(this);
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(@Nullable ResourceAdapter value) {
        this.resourceAdapter = value;
    }

    public String getName() {
        return name;
    }

    public void setName(String value) {
        this.name = value;
    }

    public String getListenHost() {
        return listenHost;
    }

    public void setListenHost(String value) {
        this.listenHost = value;
    }

    public int getListenPort() {
        return listenPort;
    }

    public void setListenPort(int value) {
        this.listenPort = value;
    }

    public String getHostname() {
        return hostname;
    }

    public void setHostname(String value) {
        this.hostname = value;
    }

    public String getAcceptedDomains() {
        return acceptedDomains;
    }

    public void setAcceptedDomains(String value) {
        this.acceptedDomains = value;
    }

    public boolean isAcceptAnyDomain() {
        return acceptAnyDomain;
    }

    public void setAcceptAnyDomain(boolean value) {
        this.acceptAnyDomain = value;
    }

    public long getMessageSizeMax() {
        return messageSizeMax;
    }

    public void setMessageSizeMax(long value) {
        this.messageSizeMax = value;
    }

    public int getRecipientsMax() {
        return recipientsMax;
    }

    public void setRecipientsMax(int value) {
        this.recipientsMax = value;
    }

    public int getConnectionsMax() {
        return connectionsMax;
    }

    public void setConnectionsMax(int value) {
        this.connectionsMax = value;
    }

    public int getDeliveriesMax() {
        return deliveriesMax;
    }

    public void setDeliveriesMax(int value) {
        this.deliveriesMax = value;
    }

    public long getReplyDeadlineMs() {
        return replyDeadlineMs;
    }

    public void setReplyDeadlineMs(long value) {
        this.replyDeadlineMs = value;
    }

    public boolean isStripBcc() {
        return stripBcc;
    }

    public void setStripBcc(boolean value) {
        this.stripBcc = value;
    }

    public String getSpoolDirectory() {
        return spoolDirectory;
    }

    public void setSpoolDirectory(String value) {
        this.spoolDirectory = value;
    }

    public long getSpoolMemoryBytes() {
        return spoolMemoryBytes;
    }

    public void setSpoolMemoryBytes(long value) {
        this.spoolMemoryBytes = value;
    }

    public long getSpoolTotalBytes() {
        return spoolTotalBytes;
    }

    public void setSpoolTotalBytes(long value) {
        this.spoolTotalBytes = value;
    }

    public String getKeystoreLocation() {
        return keystoreLocation;
    }

    public void setKeystoreLocation(String value) {
        this.keystoreLocation = value;
    }

    public String getKeystorePassword() {
        return keystorePassword;
    }

    public void setKeystorePassword(String value) {
        this.keystorePassword = value;
    }

    public boolean isRequireTls() {
        return requireTls;
    }

    public void setRequireTls(boolean value) {
        this.requireTls = value;
    }

    public String getClientCertificates() {
        return clientCertificates;
    }

    public void setClientCertificates(String value) {
        this.clientCertificates = value;
    }

    public String getTruststoreLocation() {
        return truststoreLocation;
    }

    public void setTruststoreLocation(String value) {
        this.truststoreLocation = value;
    }

    public String getTruststorePassword() {
        return truststorePassword;
    }

    public void setTruststorePassword(String value) {
        this.truststorePassword = value;
    }

    public boolean isCheckSenderDomain() {
        return checkSenderDomain;
    }

    public void setCheckSenderDomain(boolean value) {
        this.checkSenderDomain = value;
    }

    public boolean isCheckReverseName() {
        return checkReverseName;
    }

    public void setCheckReverseName(boolean value) {
        this.checkReverseName = value;
    }

    public boolean isCheckHelloName() {
        return checkHelloName;
    }

    public void setCheckHelloName(boolean value) {
        this.checkHelloName = value;
    }

    public String getDnsBlockLists() {
        return dnsBlockLists;
    }

    public void setDnsBlockLists(String value) {
        this.dnsBlockLists = value;
    }

    public String getDnsAllowLists() {
        return dnsAllowLists;
    }

    public void setDnsAllowLists(String value) {
        this.dnsAllowLists = value;
    }

    public String getDnsServers() {
        return dnsServers;
    }

    public void setDnsServers(String value) {
        this.dnsServers = value;
    }

    public long getDnsTimeoutMs() {
        return dnsTimeoutMs;
    }

    public void setDnsTimeoutMs(long value) {
        this.dnsTimeoutMs = value;
    }

    public String getAuthUsersFile() {
        return authUsersFile;
    }

    public void setAuthUsersFile(String value) {
        this.authUsersFile = value;
    }

    public boolean isAuthRequired() {
        return authRequired;
    }

    public void setAuthRequired(boolean value) {
        this.authRequired = value;
    }

    public boolean isAuthAllowPlaintext() {
        return authAllowPlaintext;
    }

    public void setAuthAllowPlaintext(boolean value) {
        this.authAllowPlaintext = value;
    }

    public boolean isImplicitTls() {
        return implicitTls;
    }

    public void setImplicitTls(boolean value) {
        this.implicitTls = value;
    }

    public String getRelayNetworks() {
        return relayNetworks;
    }

    public void setRelayNetworks(String value) {
        this.relayNetworks = value;
    }

    public String getProxyNetworks() {
        return proxyNetworks;
    }

    public void setProxyNetworks(String value) {
        this.proxyNetworks = value;
    }
}
