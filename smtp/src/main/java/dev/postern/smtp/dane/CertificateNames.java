package dev.postern.smtp.dane;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The hosts that a certificate is for. */
public final class CertificateNames {
    private static final Integer DNS_NAME = 2; // RFC 5280 §4.2.1.6

    private final List<String> alternatives;
    private final List<String> common;

    private CertificateNames(List<String> alternatives, List<String> common) {
        this.alternatives = alternatives;
        this.common = common;
    }

    /** Those of this certificate; what can't be read of it names no host. */
    public static CertificateNames of(X509Certificate certificate) {
        return new CertificateNames(alternatives(certificate), common(certificate));
    }

    /** Whether a name of the extension for names (DNS-ID, RFC 6125 §6.4) is that of this host. */
    public boolean name(String host) {
        return alternatives.stream().anyMatch(name -> matches(name, host));
    }

    /** The same; where the certificate has no such name at all, the common name of its subject counts (CN-ID, RFC 7672 §3.2.3). */
    public boolean nameAnyhow(String host) {
        return alternatives.isEmpty() ? common.stream().anyMatch(name -> matches(name, host)) : name(host);
    }

    // RFC 7672 §3.2.3: a wildcard is the whole first label, and stands for one label
    private static boolean matches(String pattern, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (!pattern.startsWith("*.")) {
            return pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }

    private static List<String> alternatives(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> each : all == null ? List.<List<?>>of() : all) {
                if (DNS_NAME.equals(each.get(0)) && each.get(1) instanceof String name) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }

    private static List<String> common(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN") && rdn.getValue() instanceof String name) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
        } catch (InvalidNameException unreadable) {
            return List.of();
        }
        return names;
    }

    /** For logs. */
    @Override
    public String toString() {
        return (alternatives.isEmpty() ? common : alternatives).toString();
    }
}
