package dev.postern.mail.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads the response to one question (RFC 1034 §4.3.2, RFC 2308 §2). Only records of the name that was asked for count, or of the names that
 * it is an alias for; whatever else a server adds is ignored.
 */
final class ResponseReader {
    private final Message response;
    private final List<Record> answers;

    /** @param response to the question, with the rcode NOERROR or NXDOMAIN */
    ResponseReader(Message response) {
        this.response = response;
        this.answers = response.getSection(Section.ANSWER);
    }

    /** The target of the alias that a name is, or null if it is none. */
    @Nullable
    CNAMERecord alias(Name name) {
        return answers.stream()
                .filter(record -> owned(record, name, Type.CNAME))
                .map(CNAMERecord.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** The records of this type that the name has here. */
    List<Record> records(Name name, int type) {
        List<Record> found = new ArrayList<>();
        for (Record record : answers) {
            if (owned(record, name, type)) {
                found.add(record);
            }
        }
        return found;
    }

    boolean isNoSuchName() {
        return response.getRcode() == Rcode.NXDOMAIN;
    }

    boolean isAuthenticated() {
        return response.getHeader().getFlag(Flags.AD);
    }

    /** Whether the server does not know and names others to ask: it does not resolve for us (RFC 2308 §2.2). */
    boolean isReferral() {
        List<Record> authority = response.getSection(Section.AUTHORITY);
        return authority.stream().noneMatch(SOARecord.class::isInstance)
                && authority.stream().anyMatch(record -> record.getType() == Type.NS);
    }

    /** Whether it says that there is nothing more to find, as distinct from where the aliases left what it knows. */
    boolean hasStartOfAuthority() {
        return response.getSection(Section.AUTHORITY).stream().anyMatch(SOARecord.class::isInstance);
    }

    /** How long it is so that there is nothing (RFC 2308 §5); zero if the server does not say. */
    Duration negativeTtl() {
        return response.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst()
                .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())))
                .orElse(Duration.ZERO);
    }

    private static boolean owned(Record record, Name name, int type) {
        return record.getType() == type
                && record.getDClass() == DClass.IN
                && record.rdataToWireCanonical().length > 0 // those of an UPDATE may have no data (RFC 2136 §2.5)
                && record.getName().equals(name);
    }
}
