package dev.postern.mail.auth.field;

import dev.postern.mail.DomainName;
import dev.postern.mail.HeaderEdit;
import dev.postern.mail.HeaderFields;
import dev.postern.mail.MalformedAddressException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the Authentication-Results of incoming mail that claim to be ours (RFC 8601 §5): only we may say what we found.
 *
 * <p>A field counts as ours where its identifier is ours in any spelling, with comments, quotes, folding, letters of either case, in A-labels or not;
 * and where its identifier can't be read, for other programs may read it as ours.
 */
public final class ClaimedResults {
    private final String ours;

    /**
     * What finds the fields that claim this identifier.
     *
     * @param authservId by which our own fields are known
     * @throws MalformedAddressException if it holds letters that can't be part of the name of a host
     */
    public ClaimedResults(String authservId) {
        this.ours = host(authservId);
    }

    /**
     * The edits that remove these fields.
     *
     * @param fields of the header, or those below what we have added ourselves
     */
    public List<HeaderEdit> removal(List<HeaderFields.Field> fields) {
        List<HeaderEdit> edits = new ArrayList<>();
        int nth = 0;
        for (HeaderFields.Field field : fields) {
            if (field.name().equalsIgnoreCase(ResultsField.NAME)) {
                nth++;
                if (isClaimed(field.value())) {
                    edits.add(new HeaderEdit.Delete(nth, ResultsField.NAME));
                }
            }
        }
        return edits;
    }

    /**
     * Whether the field must go.
     *
     * @param value of an Authentication-Results field; a character stands for an octet
     */
    public boolean isClaimed(String value) {
        try {
            return host(ResultsParser.issuer(value)).equals(ours);
        } catch (MalformedResultsException | MalformedAddressException e) {
            return true;
        }
    }

    /** @throws MalformedAddressException if nobody can tell which host a name in other letters means */
    private static String host(String id) {
        return DomainName.toAscii(id.endsWith(".") ? id.substring(0, id.length() - 1) : id);
    }
}
