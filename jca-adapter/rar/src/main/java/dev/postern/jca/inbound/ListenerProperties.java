package dev.postern.jca.inbound;

import dev.postern.smtp.server.settings.ListenerSettings;
import jakarta.resource.spi.ConfigProperty;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a listener as properties, which is how application servers know them: {@code listen.port} of {@link ListenerSettings} is
 * {@code listenPort}. What they mean stands there. They hold text, so that a wrong value is told with all others (ADR 16).
 */
public abstract class ListenerProperties implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> listener = new HashMap<>();

    ListenerProperties() {}

    /** What is set, by the setting's name. */
    final Map<String, String> listener() {
        return Map.copyOf(listener);
    }

    public @Nullable String getListenHost() {
        return listener.get("listen.host");
    }

    public void setListenHost(String value) {
        listener.put("listen.host", value);
    }

    public @Nullable String getListenPort() {
        return listener.get("listen.port");
    }

    public void setListenPort(String value) {
        listener.put("listen.port", value);
    }

    public @Nullable String getListeners() {
        return listener.get("listeners");
    }

    public void setListeners(String value) {
        listener.put("listeners", value);
    }

    public @Nullable String getListenPath() {
        return listener.get("listen.path");
    }

    public void setListenPath(String value) {
        listener.put("listen.path", value);
    }

    public @Nullable String getMode() {
        return listener.get("mode");
    }

    public void setMode(String value) {
        listener.put("mode", value);
    }

    public @Nullable String getHostname() {
        return listener.get("hostname");
    }

    public void setHostname(String value) {
        listener.put("hostname", value);
    }

    public @Nullable String getAcceptedDomains() {
        return listener.get("accepted.domains");
    }

    public void setAcceptedDomains(String value) {
        listener.put("accepted.domains", value);
    }

    public @Nullable String getAcceptAnyDomain() {
        return listener.get("accept.any.domain");
    }

    public void setAcceptAnyDomain(String value) {
        listener.put("accept.any.domain", value);
    }

    public @Nullable String getRelayNetworks() {
        return listener.get("relay.networks");
    }

    public void setRelayNetworks(String value) {
        listener.put("relay.networks", value);
    }

    public @Nullable String getRecipientPatterns() {
        return listener.get("recipient.patterns");
    }

    public void setRecipientPatterns(String value) {
        listener.put("recipient.patterns", value);
    }

    public @Nullable String getRecipientVerifierClass() {
        return listener.get("recipient.verifier.class");
    }

    public void setRecipientVerifierClass(String value) {
        listener.put("recipient.verifier.class", value);
    }

    public @Nullable String getRecipientTags() {
        return listener.get("recipient.tags");
    }

    public void setRecipientTags(String value) {
        listener.put("recipient.tags", value);
    }

    public @Nullable String getGreylistDelayMs() {
        return listener.get("greylist.delay.ms");
    }

    public void setGreylistDelayMs(String value) {
        listener.put("greylist.delay.ms", value);
    }

    public @Nullable String getGreylistWindowMs() {
        return listener.get("greylist.window.ms");
    }

    public void setGreylistWindowMs(String value) {
        listener.put("greylist.window.ms", value);
    }

    public @Nullable String getGreylistLifetimeMs() {
        return listener.get("greylist.lifetime.ms");
    }

    public void setGreylistLifetimeMs(String value) {
        listener.put("greylist.lifetime.ms", value);
    }

    public @Nullable String getGreylistSizeMax() {
        return listener.get("greylist.size.max");
    }

    public void setGreylistSizeMax(String value) {
        listener.put("greylist.size.max", value);
    }

    public @Nullable String getReceivedMax() {
        return listener.get("received.max");
    }

    public void setReceivedMax(String value) {
        listener.put("received.max", value);
    }

    public @Nullable String getCheckHeader() {
        return listener.get("check.header");
    }

    public void setCheckHeader(String value) {
        listener.put("check.header", value);
    }

    public @Nullable String getCheckLoginMatchesSender() {
        return listener.get("check.login.matches.sender");
    }

    public void setCheckLoginMatchesSender(String value) {
        listener.put("check.login.matches.sender", value);
    }

    public @Nullable String getCheckLoginMatchesFrom() {
        return listener.get("check.login.matches.from");
    }

    public void setCheckLoginMatchesFrom(String value) {
        listener.put("check.login.matches.from", value);
    }

    public @Nullable String getLoginSenders() {
        return listener.get("login.senders");
    }

    public void setLoginSenders(String value) {
        listener.put("login.senders", value);
    }

    public @Nullable String getLimitConnectionsPerAddress() {
        return listener.get("limit.connections.per.address");
    }

    public void setLimitConnectionsPerAddress(String value) {
        listener.put("limit.connections.per.address", value);
    }

    public @Nullable String getLimitConnectionsPerNetwork() {
        return listener.get("limit.connections.per.network");
    }

    public void setLimitConnectionsPerNetwork(String value) {
        listener.put("limit.connections.per.network", value);
    }

    public @Nullable String getLimitConnectionsPerMinute() {
        return listener.get("limit.connections.per.minute");
    }

    public void setLimitConnectionsPerMinute(String value) {
        listener.put("limit.connections.per.minute", value);
    }

    public @Nullable String getLimitMessagesPerHour() {
        return listener.get("limit.messages.per.hour");
    }

    public void setLimitMessagesPerHour(String value) {
        listener.put("limit.messages.per.hour", value);
    }

    public @Nullable String getLimitRecipientsPerHour() {
        return listener.get("limit.recipients.per.hour");
    }

    public void setLimitRecipientsPerHour(String value) {
        listener.put("limit.recipients.per.hour", value);
    }

    public @Nullable String getLimitErrorsPerHour() {
        return listener.get("limit.errors.per.hour");
    }

    public void setLimitErrorsPerHour(String value) {
        listener.put("limit.errors.per.hour", value);
    }

    public @Nullable String getLimitNetworkMessagesPerHour() {
        return listener.get("limit.network.messages.per.hour");
    }

    public void setLimitNetworkMessagesPerHour(String value) {
        listener.put("limit.network.messages.per.hour", value);
    }

    public @Nullable String getLimitNetworkRecipientsPerHour() {
        return listener.get("limit.network.recipients.per.hour");
    }

    public void setLimitNetworkRecipientsPerHour(String value) {
        listener.put("limit.network.recipients.per.hour", value);
    }

    public @Nullable String getLimitUserMessagesPerHour() {
        return listener.get("limit.user.messages.per.hour");
    }

    public void setLimitUserMessagesPerHour(String value) {
        listener.put("limit.user.messages.per.hour", value);
    }

    public @Nullable String getLimitUserRecipientsPerHour() {
        return listener.get("limit.user.recipients.per.hour");
    }

    public void setLimitUserRecipientsPerHour(String value) {
        listener.put("limit.user.recipients.per.hour", value);
    }

    public @Nullable String getTarpitMs() {
        return listener.get("tarpit.ms");
    }

    public void setTarpitMs(String value) {
        listener.put("tarpit.ms", value);
    }

    public @Nullable String getMessageSizeUsers() {
        return listener.get("message.size.users");
    }

    public void setMessageSizeUsers(String value) {
        listener.put("message.size.users", value);
    }

    public @Nullable String getProxyNetworks() {
        return listener.get("proxy.networks");
    }

    public void setProxyNetworks(String value) {
        listener.put("proxy.networks", value);
    }

    public @Nullable String getKeystoreLocation() {
        return listener.get("keystore.location");
    }

    public void setKeystoreLocation(String value) {
        listener.put("keystore.location", value);
    }

    public @Nullable String getKeystorePassword() {
        return listener.get("keystore.password");
    }

    @ConfigProperty(confidential = true)
    public void setKeystorePassword(String value) {
        listener.put("keystore.password", value);
    }

    public @Nullable String getRequireTls() {
        return listener.get("require.tls");
    }

    public void setRequireTls(String value) {
        listener.put("require.tls", value);
    }

    public @Nullable String getImplicitTls() {
        return listener.get("implicit.tls");
    }

    public void setImplicitTls(String value) {
        listener.put("implicit.tls", value);
    }

    public @Nullable String getClientCertificates() {
        return listener.get("client.certificates");
    }

    public void setClientCertificates(String value) {
        listener.put("client.certificates", value);
    }

    public @Nullable String getTruststoreLocation() {
        return listener.get("truststore.location");
    }

    public void setTruststoreLocation(String value) {
        listener.put("truststore.location", value);
    }

    public @Nullable String getTruststorePassword() {
        return listener.get("truststore.password");
    }

    @ConfigProperty(confidential = true)
    public void setTruststorePassword(String value) {
        listener.put("truststore.password", value);
    }

    public @Nullable String getCheckSenderDomain() {
        return listener.get("check.sender.domain");
    }

    public void setCheckSenderDomain(String value) {
        listener.put("check.sender.domain", value);
    }

    public @Nullable String getCheckReverseName() {
        return listener.get("check.reverse.name");
    }

    public void setCheckReverseName(String value) {
        listener.put("check.reverse.name", value);
    }

    public @Nullable String getCheckHelloName() {
        return listener.get("check.hello.name");
    }

    public void setCheckHelloName(String value) {
        listener.put("check.hello.name", value);
    }

    public @Nullable String getDnsBlockLists() {
        return listener.get("dns.block.lists");
    }

    public void setDnsBlockLists(String value) {
        listener.put("dns.block.lists", value);
    }

    public @Nullable String getDnsAllowLists() {
        return listener.get("dns.allow.lists");
    }

    public void setDnsAllowLists(String value) {
        listener.put("dns.allow.lists", value);
    }

    public @Nullable String getDnsServers() {
        return listener.get("dns.servers");
    }

    public void setDnsServers(String value) {
        listener.put("dns.servers", value);
    }

    public @Nullable String getDnsTimeoutMs() {
        return listener.get("dns.timeout.ms");
    }

    public void setDnsTimeoutMs(String value) {
        listener.put("dns.timeout.ms", value);
    }

    public @Nullable String getOriginCheck() {
        return listener.get("origin.check");
    }

    public void setOriginCheck(String value) {
        listener.put("origin.check", value);
    }

    public @Nullable String getOriginName() {
        return listener.get("origin.name");
    }

    public void setOriginName(String value) {
        listener.put("origin.name", value);
    }

    public @Nullable String getOriginSpfRefuse() {
        return listener.get("origin.spf.refuse");
    }

    public void setOriginSpfRefuse(String value) {
        listener.put("origin.spf.refuse", value);
    }

    public @Nullable String getOriginSpfHeader() {
        return listener.get("origin.spf.header");
    }

    public void setOriginSpfHeader(String value) {
        listener.put("origin.spf.header", value);
    }

    public @Nullable String getOriginDmarc() {
        return listener.get("origin.dmarc");
    }

    public void setOriginDmarc(String value) {
        listener.put("origin.dmarc", value);
    }

    public @Nullable String getOriginDefer() {
        return listener.get("origin.defer");
    }

    public void setOriginDefer(String value) {
        listener.put("origin.defer", value);
    }

    public @Nullable String getOriginExemptDomains() {
        return listener.get("origin.exempt.domains");
    }

    public void setOriginExemptDomains(String value) {
        listener.put("origin.exempt.domains", value);
    }

    public @Nullable String getOriginExemptNetworks() {
        return listener.get("origin.exempt.networks");
    }

    public void setOriginExemptNetworks(String value) {
        listener.put("origin.exempt.networks", value);
    }

    public @Nullable String getOriginReportsDirectory() {
        return listener.get("origin.reports.directory");
    }

    public void setOriginReportsDirectory(String value) {
        listener.put("origin.reports.directory", value);
    }

    public @Nullable String getOriginReportsEmail() {
        return listener.get("origin.reports.email");
    }

    public void setOriginReportsEmail(String value) {
        listener.put("origin.reports.email", value);
    }

    public @Nullable String getOriginReportsOrganization() {
        return listener.get("origin.reports.organization");
    }

    public void setOriginReportsOrganization(String value) {
        listener.put("origin.reports.organization", value);
    }

    public @Nullable String getOriginSealKeys() {
        return listener.get("origin.seal.keys");
    }

    public void setOriginSealKeys(String value) {
        listener.put("origin.seal.keys", value);
    }

    public @Nullable String getOriginSealKeystorePassword() {
        return listener.get("origin.seal.keystore.password");
    }

    @ConfigProperty(confidential = true)
    public void setOriginSealKeystorePassword(String value) {
        listener.put("origin.seal.keystore.password", value);
    }

    public @Nullable String getOriginSealDomain() {
        return listener.get("origin.seal.domain");
    }

    public void setOriginSealDomain(String value) {
        listener.put("origin.seal.domain", value);
    }

    public @Nullable String getMilters() {
        return listener.get("milters");
    }

    public void setMilters(String value) {
        listener.put("milters", value);
    }

    public @Nullable String getMilterTimeoutMs() {
        return listener.get("milter.timeout.ms");
    }

    public void setMilterTimeoutMs(String value) {
        listener.put("milter.timeout.ms", value);
    }

    public @Nullable String getMilterFailure() {
        return listener.get("milter.failure");
    }

    public void setMilterFailure(String value) {
        listener.put("milter.failure", value);
    }

    public @Nullable String getScanRspamd() {
        return listener.get("scan.rspamd");
    }

    public void setScanRspamd(String value) {
        listener.put("scan.rspamd", value);
    }

    public @Nullable String getScanSpamd() {
        return listener.get("scan.spamd");
    }

    public void setScanSpamd(String value) {
        listener.put("scan.spamd", value);
    }

    public @Nullable String getScanClamd() {
        return listener.get("scan.clamd");
    }

    public void setScanClamd(String value) {
        listener.put("scan.clamd", value);
    }

    public @Nullable String getScanSpam() {
        return listener.get("scan.spam");
    }

    public void setScanSpam(String value) {
        listener.put("scan.spam", value);
    }

    public @Nullable String getScanInfected() {
        return listener.get("scan.infected");
    }

    public void setScanInfected(String value) {
        listener.put("scan.infected", value);
    }

    public @Nullable String getScanFailure() {
        return listener.get("scan.failure");
    }

    public void setScanFailure(String value) {
        listener.put("scan.failure", value);
    }

    public @Nullable String getScanTimeoutMs() {
        return listener.get("scan.timeout.ms");
    }

    public void setScanTimeoutMs(String value) {
        listener.put("scan.timeout.ms", value);
    }

    public @Nullable String getAuthUsersFile() {
        return listener.get("auth.users.file");
    }

    public void setAuthUsersFile(String value) {
        listener.put("auth.users.file", value);
    }

    public @Nullable String getAuthAuthenticatorClass() {
        return listener.get("auth.authenticator.class");
    }

    public void setAuthAuthenticatorClass(String value) {
        listener.put("auth.authenticator.class", value);
    }

    public @Nullable String getAuthRealm() {
        return listener.get("auth.realm");
    }

    public void setAuthRealm(String value) {
        listener.put("auth.realm", value);
    }

    public @Nullable String getAuthRequired() {
        return listener.get("auth.required");
    }

    public void setAuthRequired(String value) {
        listener.put("auth.required", value);
    }

    public @Nullable String getAuthAllowPlaintext() {
        return listener.get("auth.allow.plaintext");
    }

    public void setAuthAllowPlaintext(String value) {
        listener.put("auth.allow.plaintext", value);
    }

    public @Nullable String getMessageSizeMax() {
        return listener.get("message.size.max");
    }

    public void setMessageSizeMax(String value) {
        listener.put("message.size.max", value);
    }

    public @Nullable String getRecipientsMax() {
        return listener.get("recipients.max");
    }

    public void setRecipientsMax(String value) {
        listener.put("recipients.max", value);
    }

    public @Nullable String getConnectionsMax() {
        return listener.get("connections.max");
    }

    public void setConnectionsMax(String value) {
        listener.put("connections.max", value);
    }

    public @Nullable String getJunkCommandsMax() {
        return listener.get("junk.commands.max");
    }

    public void setJunkCommandsMax(String value) {
        listener.put("junk.commands.max", value);
    }

    public @Nullable String getSpoolDirectory() {
        return listener.get("spool.directory");
    }

    public void setSpoolDirectory(String value) {
        listener.put("spool.directory", value);
    }

    public @Nullable String getSpoolMemoryBytes() {
        return listener.get("spool.memory.bytes");
    }

    public void setSpoolMemoryBytes(String value) {
        listener.put("spool.memory.bytes", value);
    }

    public @Nullable String getSpoolTotalBytes() {
        return listener.get("spool.total.bytes");
    }

    public void setSpoolTotalBytes(String value) {
        listener.put("spool.total.bytes", value);
    }

    public @Nullable String getReturnPath() {
        return listener.get("return.path");
    }

    public void setReturnPath(String value) {
        listener.put("return.path", value);
    }
}
