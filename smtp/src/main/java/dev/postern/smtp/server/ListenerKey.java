package dev.postern.smtp.server;

/** What each of the {@link ListenerSettings} is called; a face of the gateway may spell it in its own way. */
public final class ListenerKey {
    public static final String HOST = "listen.host";
    public static final String PORT = "listen.port";
    public static final String HOSTNAME = "hostname";
    public static final String ACCEPTED_DOMAINS = "accepted.domains";
    public static final String ACCEPT_ANY_DOMAIN = "accept.any.domain";
    public static final String RELAY_NETWORKS = "relay.networks";
    public static final String PROXY_NETWORKS = "proxy.networks";
    public static final String MESSAGE_SIZE = "message.size.max";
    public static final String RECIPIENTS = "recipients.max";
    public static final String CONNECTIONS = "connections.max";
    public static final String SPOOL_DIRECTORY = "spool.directory";
    public static final String SPOOL_MEMORY = "spool.memory.bytes";
    public static final String SPOOL_TOTAL = "spool.total.bytes";
    public static final String KEYSTORE = "keystore.location";
    public static final String KEYSTORE_PASSWORD = "keystore.password";
    public static final String CLIENT_CERTIFICATES = "client.certificates";
    public static final String TRUSTSTORE = "truststore.location";
    public static final String TRUSTSTORE_PASSWORD = "truststore.password";
    public static final String IMPLICIT_TLS = "implicit.tls";
    public static final String REQUIRE_TLS = "require.tls";
    public static final String DNS_SERVERS = "dns.servers";
    public static final String DNS_TIMEOUT = "dns.timeout.ms";
    public static final String DNS_BLOCK_LISTS = "dns.block.lists";
    public static final String DNS_ALLOW_LISTS = "dns.allow.lists";
    public static final String CHECK_SENDER_DOMAIN = "check.sender.domain";
    public static final String CHECK_REVERSE_NAME = "check.reverse.name";
    public static final String CHECK_HELLO_NAME = "check.hello.name";
    public static final String AUTH_USERS_FILE = "auth.users.file";
    public static final String AUTH_REQUIRED = "auth.required";
    public static final String AUTH_ALLOW_PLAINTEXT = "auth.allow.plaintext";

    private ListenerKey() {}
}
