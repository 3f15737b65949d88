package dev.postern.mail.dns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The types of records that mail asks for.
 *
 * @param <T> what such a record says
 */
public final class RecordType<T> {
    /** Who takes mail for a domain. */
    public static final RecordType<MailExchanger> MX = new RecordType<>(Type.MX, record -> {
        MXRecord mx = (MXRecord) record;
        return new MailExchanger(mx.getPriority(), text(mx.getTarget()));
    });

    /** The IPv4 addresses of a host. */
    public static final RecordType<InetAddress> A = new RecordType<>(Type.A, record -> ((ARecord) record).getAddress());

    /** The IPv6 addresses of a host. */
    public static final RecordType<InetAddress> AAAA =
            new RecordType<>(Type.AAAA, record -> ((AAAARecord) record).getAddress());

    /** What a domain publishes as text; its strings are joined without a space (RFC 7208 §3.3, RFC 6376 §3.6.2.2), one char an octet. */
    public static final RecordType<String> TXT = new RecordType<>(
            Type.TXT,
            record -> ((TXTRecord) record)
                    .getStringsAsByteArrays().stream()
                            .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                            .collect(Collectors.joining()));

    /** What an address is called: names in lower case without the final dot. */
    public static final RecordType<String> PTR =
            new RecordType<>(Type.PTR, record -> text(((PTRRecord) record).getTarget()));

    /** Which servers offer a service of a domain. */
    public static final RecordType<ServiceRecord> SRV = new RecordType<>(Type.SRV, record -> {
        SRVRecord srv = (SRVRecord) record;
        return new ServiceRecord(srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget()));
    });

    /** The name for which a name stands, in lower case without the final dot; such a question follows no alias. */
    public static final RecordType<String> CNAME =
            new RecordType<>(Type.CNAME, record -> text(((CNAMERecord) record).getTarget()));

    /** How the certificate of a server is recognized. */
    public static final RecordType<TlsaRecord> TLSA = new RecordType<>(Type.TLSA, record -> {
        TLSARecord tlsa = (TLSARecord) record;
        return new TlsaRecord(
                tlsa.getCertificateUsage(),
                tlsa.getSelector(),
                tlsa.getMatchingType(),
                HexFormat.of().formatHex(tlsa.getCertificateAssociationData()));
    });

    private final int code;
    private final Function<Record, T> reader;

    private RecordType(int code, Function<Record, T> reader) {
        this.code = code;
        this.reader = reader;
    }

    /** Its number (RFC 1035 §3.2.2). */
    int code() {
        return code;
    }

    /** What a record of this type says. */
    T read(Record record) {
        return reader.apply(record);
    }

    /** Its name in zones, such as MX. */
    @Override
    public String toString() {
        return Type.string(code);
    }

    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
    }
}
