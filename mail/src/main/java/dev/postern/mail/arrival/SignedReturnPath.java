package dev.postern.mail.arrival;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Return paths by which we know our own mail again: {@code bounce+01m8x….7f2.abcd1234.0123456789abc@example.org} has the id of the mail, the day, a mark of
 * the one recipient that it went to, and a signature over all of that. Who has not seen it can't make one up; who has received it can only speak of the
 * recipient that it was sent to.
 *
 * <p>Letters are in lower case, for some servers make them so. The local part has 64 octets at most where the id has the usual 26 characters.
 */
public final class SignedReturnPath {
    /** How long a notification may be under way, and how far clocks may differ. */
    private static final Duration VALID = Duration.ofDays(30);

    private static final int LEAST_KEY = 32;
    private static final int MARK = 8;
    private static final int SIGNATURE = 13; // 65 bits
    private static final int DAYS = 1 << 12;
    private static final long SECONDS = 86_400;
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern ID = Pattern.compile("[A-Z0-9_-]{1,26}");
    private static final Pattern LOCAL_PART =
            Pattern.compile("bounce\\+([a-z0-9_-]{1,26})\\.([0-9a-f]{3})\\.([0-9a-z]{8})\\.([0-9a-z]{13})");

    private final List<byte[]> keys;

    private SignedReturnPath(List<byte[]> keys) {
        this.keys = keys;
    }

    /**
     * What a return path proves.
     *
     * @param mail the id of the mail
     * @param mark of the recipient that it went to
     */
    public record Proof(String mail, String mark) {
        /** Whether the mail went to this recipient; the case of letters does not count. */
        public boolean isOf(String recipient) {
            return markOf(recipient).equals(mark);
        }
    }

    /**
     * By the keys in a text, one on each line, the newest first: all are taken, the first one signs. Empty lines and those with {@code #} at their
     * start are passed over.
     *
     * @throws IllegalArgumentException if there is none, or one has fewer than 32 characters; the message does not tell it
     */
    public static SignedReturnPath of(String text) {
        List<byte[]> keys = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.length() < LEAST_KEY) {
                throw new IllegalArgumentException("holds a key of fewer than " + LEAST_KEY + " characters");
            }
            keys.add(line.getBytes(StandardCharsets.UTF_8));
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "holds no key: write a line of at least " + LEAST_KEY + " random characters");
        }
        return new SignedReturnPath(keys);
    }

    /**
     * The return path of a mail to one recipient.
     *
     * @param id of the mail, of letters in upper case, digits, dashes and underscores, at most 26
     * @param domain where notifications are taken
     * @throws IllegalArgumentException if the id is another one
     */
    public Address sign(String id, Address recipient, Domain domain, Instant now) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("an id of other characters, or of more than 26");
        }
        String signed = id.toLowerCase(Locale.ROOT)
                + '.'
                + String.format("%03x", day(now))
                + '.'
                + markOf(recipient.toString());
        return new Address("bounce+" + signed + '.' + signature(keys.get(0), signed, domain.text()), domain);
    }

    /** What an address proves to which a notification came; empty where it is none of ours, or too old. */
    public Optional<Proof> verify(Address returnPath, Instant now) {
        Matcher local = LOCAL_PART.matcher(returnPath.localPart().toLowerCase(Locale.ROOT));
        if (!local.matches() || !isOfLately(Integer.parseInt(local.group(2), 16), now)) {
            return Optional.empty();
        }
        String signed = local.group(1) + '.' + local.group(2) + '.' + local.group(3);
        byte[] given = local.group(4).getBytes(StandardCharsets.US_ASCII);
        boolean ours = false;
        for (byte[] key : keys) {
            byte[] right = signature(key, signed, returnPath.domain().text()).getBytes(StandardCharsets.US_ASCII);
            ours |= MessageDigest.isEqual(right, given);
        }
        return ours
                ? Optional.of(new Proof(local.group(1).toUpperCase(Locale.ROOT), local.group(3)))
                : Optional.empty();
    }

    private static int day(Instant time) {
        return (int) (Math.floorDiv(time.getEpochSecond(), SECONDS) % DAYS);
    }

    private static boolean isOfLately(int day, Instant now) {
        int age = Math.floorMod(day(now) - day, DAYS);
        return age <= VALID.toDays() || age == DAYS - 1; // a clock that is a little ahead
    }

    private static String markOf(String recipient) {
        byte[] name = recipient.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return hmac("recipient".getBytes(StandardCharsets.US_ASCII), name).substring(0, MARK);
    }

    private static String signature(byte[] key, String signed, String domain) {
        String text = "return-path " + signed + '@' + domain.toLowerCase(Locale.ROOT);
        return hmac(key, text.getBytes(StandardCharsets.UTF_8)).substring(0, SIGNATURE);
    }

    private static String hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            StringBuilder digits = new StringBuilder();
            for (byte octet : mac.doFinal(text)) {
                digits.append(DIGITS.charAt(octet & 31)); // five bits of each
            }
            return digits.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
