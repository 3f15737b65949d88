package dev.postern.mail.dns;

/**
 * An MX record: a host that takes mail for a domain (RFC 5321 §5.1).
 *
 * @param preference 0 to 65535, the lower the earlier
 * @param host its name in lower case without the final dot; empty in the null MX
 */
public record MailExchanger(int preference, String host) {
    /** Whether this says that the domain neither takes nor sends mail (RFC 7505 §3). */
    public boolean isNull() {
        return host.isEmpty();
    }
}
