package dev.postern.mail.dns;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * Asks DNS.
 *
 * <p>Names are absolute, with or without the final dot; what is not US-ASCII is converted by IDNA. A text that can't be a name in DNS is
 * answered with NO_SUCH_NAME.
 *
 * <p>No method blocks. Stages never fail: whatever goes wrong is an {@link Answer}. What depends on them may run on a thread of the
 * resolver, and must not block it.
 */
public interface Resolver {
    /** The records of one type that a name has; aliases (CNAME) are followed. */
    <T> CompletionStage<Answer<T>> lookup(String name, RecordType<T> type);

    /** Who takes mail for a domain; the null MX (RFC 7505) is one of these. */
    default CompletionStage<Answer<MailExchanger>> mx(String name) {
        return lookup(name, RecordType.MX);
    }

    /** The IPv4 addresses of a host. */
    default CompletionStage<Answer<InetAddress>> a(String name) {
        return lookup(name, RecordType.A);
    }

    /** The IPv6 addresses of a host. */
    default CompletionStage<Answer<InetAddress>> aaaa(String name) {
        return lookup(name, RecordType.AAAA);
    }

    /** All addresses of a host; where those of one kind can't be known now, those of the other. */
    default CompletionStage<Answer<InetAddress>> addresses(String name) {
        return a(name).thenCombine(aaaa(name), Answer::or);
    }

    /** The texts that a name has, the strings of each joined, one char an octet. */
    default CompletionStage<Answer<String>> txt(String name) {
        return lookup(name, RecordType.TXT);
    }

    /**
     * Which servers offer a service; that it is not offered is one of these.
     *
     * @param name service, protocol and domain, such as {@code _submissions._tcp.example.org}
     */
    default CompletionStage<Answer<ServiceRecord>> srv(String name) {
        return lookup(name, RecordType.SRV);
    }

    /** The name for which a name stands, where it is an alias (CNAME); of several in a row the first. */
    default CompletionStage<Answer<String>> alias(String name) {
        return lookup(name, RecordType.CNAME);
    }

    /**
     * How the certificate of a server is recognized; to be believed only where {@link Answer#authenticated()} says so.
     *
     * @param name port, protocol and host, such as {@code _25._tcp.mx.example.org} (RFC 6698 §3)
     */
    default CompletionStage<Answer<TlsaRecord>> tlsa(String name) {
        return lookup(name, RecordType.TLSA);
    }

    /** What an address says that it is called, in lower case without the final dot; anyone may claim any name so. */
    default CompletionStage<Answer<String>> ptr(InetAddress address) {
        return lookup(AddressName.of(address), RecordType.PTR);
    }
}
