package dev.postern.jca.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.PrintWriter;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection factory, and what the application server makes connections with. Each setting may be given or overridden from outside once the factory
 * has a {@code name}.
 *
 * <p>Nothing is opened before the first connection is asked for.
 */
public final class PosternManagedConnectionFactory implements ManagedConnectionFactory, ResourceAdapterAssociation {
    private static final long serialVersionUID = 1L;

    @ConfigProperty(
            description =
                    "The factory's name, in lower case letters, digits and dashes. With it, each setting may be given from outside: maxAgeMs of the factory orders by the system property"
                            + " postern.orders.max.age.ms, else by the environment variable POSTERN_ORDERS_MAX_AGE_MS; both come before the configuration.")
    private String name = "";

    @ConfigProperty(
            description =
                    "How mail leaves: smtp, to the servers that relay names; kafka, as records of a topic, which the sink connector sends, tries again and tells senders of.")
    private String destination = "smtp";

    @ConfigProperty(
            description =
                    "The topic for the mail with destination kafka, such as mail-out. The broker must have it, or make it when asked for it.")
    private String topic = "";

    @ConfigProperty(description = "Its brokers, as host:port with commas between.")
    private String bootstrapServers = "";

    @ConfigProperty(
            description =
                    "A file of further settings of Kafka's producer, as Kafka's own programs take it: security.protocol, sasl.jaas.config and the like. Other users must not be able to read it. Empty: none.")
    private String kafkaProperties = "";

    @ConfigProperty(
            description =
                    "The servers that take the mail: mx, to the hosts that DNS names for the domain of each recipient; a provider such as gmail; or hosts with commas between, such as"
                            + " mail.example.org:587,backup.example.org:587, of which the next one is asked where one can't be reached.")
    private String relay = "";

    @ConfigProperty(
            description =
                    "How connections are protected: opportunistic, by STARTTLS where it is offered; required, by STARTTLS with a certificate of the host's name; implicit, the same from the first octet;"
                            + " none. Empty: required where the factory logs in, else opportunistic.")
    private String tls = "";

    @ConfigProperty(description = "Whom the factory logs in as to the relay. Empty: it does not.")
    private String username = "";

    @ConfigProperty(description = "The password, best from the server's own store of secrets.", confidential = true)
    private String password = "";

    @ConfigProperty(
            description =
                    "The mechanisms that the login may use, with commas between, the preferred first. Empty: the strongest that the relay offers, for a token OAUTHBEARER or XOAUTH2.")
    private String authMechanisms = "";

    @ConfigProperty(
            description =
                    "Where a token for the login is asked for (OAuth 2.0, RFC 6749), in place of a password; https, or http on this machine. Its certificate must be one that the JVM trusts.")
    private String oauthTokenEndpoint = "";

    @ConfigProperty(description = "The client's id at the token endpoint.")
    private String oauthClientId = "";

    @ConfigProperty(description = "The client's secret; empty for a client that has none.", confidential = true)
    private String oauthClientSecret = "";

    @ConfigProperty(
            description =
                    "What the user has granted the client. Where the endpoint replaces it, the replacement is used until a restart. Empty: the client asks by its own credentials.",
            confidential = true)
    private String oauthRefreshToken = "";

    @ConfigProperty(
            description = "What the token is for, words with spaces between. Empty: what the endpoint takes it for.")
    private String oauthScope = "";

    @ConfigProperty(description = "Our own name in EHLO, as DNS has it. Empty: that of the machine.")
    private String hello = "";

    @ConfigProperty(
            description =
                    "As whom an application may send, such as orders@example.org,*.shop.example: addresses and domains, *. for any name under a domain, and <> for mail of which nobody is told. Both the reverse-path and"
                            + " the fields From and Sender must be among them. Empty: anyone.")
    private String senders = "";

    @ConfigProperty(
            description =
                    "The directory in which mail of transactions waits until it is sent; for one factory of one process alone, on a disk that stays. Empty: postern-NAME in the data directory"
                            + " of the application server, where that is known.")
    private String journal = "";

    @ConfigProperty(
            description =
                    "The pauses in seconds behind the first attempt, the second and so on, with commas between; the last one repeats.")
    private String retrySeconds = "60,300,900,1800,3600,7200,14400";

    @ConfigProperty(
            description =
                    "How long a mail of a transaction is tried, in milliseconds (5 days); then its sender is told that it failed.")
    private Long maxAgeMs = 432_000_000L;

    @ConfigProperty(description = "The most connections to a server at the same time.")
    private Integer connections = 4;

    @ConfigProperty(
            description = "A truststore (PKCS#12) with the authorities of certificates. Empty: those of the JVM.")
    private String truststore = "";

    @ConfigProperty(description = "The password of the truststore.", confidential = true)
    private String truststorePassword = "";

    @ConfigProperty(description = "DNS servers for mx, such as 192.0.2.1:53. Empty: those of the system.")
    private String dnsServers = "";

    @ConfigProperty(
            description =
                    "Whether all these DNS servers verify signatures (DNSSEC), and nobody can change what comes from them: then what they call verified is. One on loopback is trusted in any case. Without a trusted"
                            + " server there is no DANE.")
    private Boolean dnsTrusted = false;

    @ConfigProperty(
            description =
                    "What is asked of domains about the protection of their hosts, where mail goes by mx and tls is opportunistic or encrypted. dane: a host with TLSA records in signed DNS has to match them (RFC 7672);"
                            + " mta-sts: a domain with an enforced policy gets mail only at hosts that it names, by certificates that are trusted (RFC 8461). Mail waits while that can't be had. Empty:"
                            + " nothing.")
    private String mxPolicies = "dane,mta-sts";

    @ConfigProperty(
            description =
                    "A file that names the keys with which mail is signed (DKIM), with a line of domain, selector, date and key file for each, as postern dkim keygen writes it. Mail is signed for the domain of its"
                            + " author, the first address of From; mail of other domains goes unsigned. Empty: no mail is signed.")
    private String dkimKeys = "";

    @ConfigProperty(
            description = "The password of the keystores that dkimKeys names, and of their keys.",
            confidential = true)
    private String dkimKeystorePassword = "";

    private transient @Nullable ResourceAdapter resourceAdapter;

    @Override
    public Object createConnectionFactory(ConnectionManager manager) {
        return new PosternConnectionFactory(this, manager);
    }

    /** Without an application server there is nobody who would know of transactions. */
    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new ResourceAdapterInternalException(
                "connections are to be had from an application server: deploy the adapter there");
    }

    @Override
    public ManagedConnection createManagedConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo request)
            throws ResourceException {
        return new PosternManagedConnection(Outlets.get(OutboundSettings.of(this), resourceAdapter));
    }

    /** Any of them: they differ in nothing. */
    @Override
    @SuppressWarnings("rawtypes") // of the interface
    public @Nullable ManagedConnection matchManagedConnections(
            Set connections, @Nullable Subject subject, @Nullable ConnectionRequestInfo request) {
        for (Object each : connections) {
            if (each instanceof PosternManagedConnection connection) {
                return connection;
            }
        }
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // slf4j is where logs go
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(@Nullable ResourceAdapter value) {
        this.resourceAdapter = value;
    }

    /** Two with the same settings are the same to the application server's pools. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PosternManagedConnectionFactory factory
                && OutboundSettings.rawOf(this).equals(OutboundSettings.rawOf(factory));
    }

    @Override
    public int hashCode() {
        return OutboundSettings.rawOf(this).hashCode();
    }

    public String getName() {
        return name;
    }

    public void setName(String value) {
        this.name = value;
    }

    public String getDestination() {
        return destination;
    }

    public void setDestination(String value) {
        this.destination = value;
    }

    public String getTopic() {
        return topic;
    }

    public void setTopic(String value) {
        this.topic = value;
    }

    public String getBootstrapServers() {
        return bootstrapServers;
    }

    public void setBootstrapServers(String value) {
        this.bootstrapServers = value;
    }

    public String getKafkaProperties() {
        return kafkaProperties;
    }

    public void setKafkaProperties(String value) {
        this.kafkaProperties = value;
    }

    public String getRelay() {
        return relay;
    }

    public void setRelay(String value) {
        this.relay = value;
    }

    public String getTls() {
        return tls;
    }

    public void setTls(String value) {
        this.tls = value;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String value) {
        this.username = value;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String value) {
        this.password = value;
    }

    public String getAuthMechanisms() {
        return authMechanisms;
    }

    public void setAuthMechanisms(String value) {
        this.authMechanisms = value;
    }

    public String getOauthTokenEndpoint() {
        return oauthTokenEndpoint;
    }

    public void setOauthTokenEndpoint(String value) {
        this.oauthTokenEndpoint = value;
    }

    public String getOauthClientId() {
        return oauthClientId;
    }

    public void setOauthClientId(String value) {
        this.oauthClientId = value;
    }

    public String getOauthClientSecret() {
        return oauthClientSecret;
    }

    public void setOauthClientSecret(String value) {
        this.oauthClientSecret = value;
    }

    public String getOauthRefreshToken() {
        return oauthRefreshToken;
    }

    public void setOauthRefreshToken(String value) {
        this.oauthRefreshToken = value;
    }

    public String getOauthScope() {
        return oauthScope;
    }

    public void setOauthScope(String value) {
        this.oauthScope = value;
    }

    public String getHello() {
        return hello;
    }

    public void setHello(String value) {
        this.hello = value;
    }

    public String getSenders() {
        return senders;
    }

    public void setSenders(String value) {
        this.senders = value;
    }

    public String getJournal() {
        return journal;
    }

    public void setJournal(String value) {
        this.journal = value;
    }

    public String getRetrySeconds() {
        return retrySeconds;
    }

    public void setRetrySeconds(String value) {
        this.retrySeconds = value;
    }

    public Long getMaxAgeMs() {
        return maxAgeMs;
    }

    public void setMaxAgeMs(Long value) {
        this.maxAgeMs = value;
    }

    public Integer getConnections() {
        return connections;
    }

    public void setConnections(Integer value) {
        this.connections = value;
    }

    public String getTruststore() {
        return truststore;
    }

    public void setTruststore(String value) {
        this.truststore = value;
    }

    public String getTruststorePassword() {
        return truststorePassword;
    }

    public void setTruststorePassword(String value) {
        this.truststorePassword = value;
    }

    public String getDnsServers() {
        return dnsServers;
    }

    public void setDnsServers(String value) {
        this.dnsServers = value;
    }

    public Boolean getDnsTrusted() {
        return dnsTrusted;
    }

    public void setDnsTrusted(Boolean value) {
        this.dnsTrusted = value;
    }

    public String getMxPolicies() {
        return mxPolicies;
    }

    public void setMxPolicies(String value) {
        this.mxPolicies = value;
    }

    public String getDkimKeys() {
        return dkimKeys;
    }

    public void setDkimKeys(String value) {
        this.dkimKeys = value;
    }

    public String getDkimKeystorePassword() {
        return dkimKeystorePassword;
    }

    public void setDkimKeystorePassword(String value) {
        this.dkimKeystorePassword = value;
    }
}
