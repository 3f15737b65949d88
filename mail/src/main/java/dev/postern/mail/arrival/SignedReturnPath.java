package dev.postern.mail.arrival;

import dev.postern.mail.Address;
import dev.postern.mail.MalformedAddressException;
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
import org.jspecify.annotations.Nullable;

/**
 * Return paths by which we know our own mail again: {@code invoices+mail-out-0-42=7tabc123x5k2m9pqr0@example.org} is the sender's address with a tag of the id
 * of the mail, the day, a mark of the recipient, and a signature over all of that. Who has not seen it can't make one up; who has received it can only speak of
 * the recipient that it was sent to. Where several share a mail it has no mark, and tells the mail alone.
 *
 * <p>Some servers make letters small, so it has none that are large: in the id {@code =} turns from small ones to large ones and back.
 */
public final class SignedReturnPath {
    /** How long a notification may be under way, and how far clocks may differ. */
    private static final Duration VALID = Duration.ofDays(30);

    private static final int LEAST_KEY = 32;
    private static final int MOST_LOCAL_PART = 64; // RFC 5321 §4.5.3.1.1
    private static final int MARK = 6; // 30 bits
    private static final int SIGNATURE = 10; // 50 bits
    private static final int DAYS = 1 << 10;
    private static final long SECONDS = 86_400;
    private static final char TURN = '=';
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern LOCAL_PART =
            Pattern.compile("(.+)\\+([a-z0-9._=-]+)=([0-9a-z]{2})([0-9a-z]{6})?([0-9a-z]{10})");

    private final List<byte[]> keys;

    private SignedReturnPath(List<byte[]> keys) {
        this.keys = keys;
    }

    /** What a return path proves. */
    public static final class Proof {
        private final String mail;
        private final Address sender;
        private final Tag tag;
        private final byte[] key;

        private Proof(String mail, Address sender, Tag tag, byte[] key) {
            this.mail = mail;
            this.sender = sender;
            this.tag = tag;
            this.key = key;
        }

        /** The id of the mail. */
        public String mail() {
            return mail;
        }

        /** Whose mail it was: the address that was signed, without the tag. */
        public Address sender() {
            return sender;
        }

        /** Whether the mail went to this recipient and to nobody else; the case of letters does not count. */
        public boolean isOf(String recipient) {
            String mark = tag.mark;
            return mark != null && isSame(tag.markOf(key, recipient), mark);
        }
    }

    /** What is signed, in small letters. */
    private record Tag(
            String sender, String id, String day, @Nullable String mark) {
        String markOf(byte[] key, String recipient) {
            return hmac(key, "recipient " + text() + ' ' + recipient.toLowerCase(Locale.ROOT), MARK);
        }

        Tag with(String itsMark) {
            return new Tag(sender, id, day, itsMark);
        }

        String signature(byte[] key) {
            return hmac(key, "return-path " + text() + (mark == null ? "" : ' ' + mark), SIGNATURE);
        }

        private String text() {
            return sender + ' ' + id + ' ' + day;
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
     * The return path of a mail.
     *
     * @param id of the mail, letters, digits, dots, dashes and underscores
     * @param sender who would get notifications; its domain stays
     * @param recipients who share the mail
     * @return empty where there is no room in the 64 octets of a local part, or what stands there is no dot-string of US-ASCII
     */
    public Optional<Address> sign(String id, Address sender, List<Address> recipients, Instant now) {
        String turned = turned(id);
        boolean fits =
                sender.localPart().length() + turned.length() + MARK + SIGNATURE + "+=dd".length() <= MOST_LOCAL_PART;
        if (!fits
                || !ID.matcher(id).matches()
                || !sender.isAscii()
                || sender.localPart().startsWith("\"")
                || sender.domain().isLiteral()) {
            return Optional.empty();
        }
        byte[] key = keys.get(0);
        Tag tag = new Tag(lowered(sender), turned, text(day(now)), null);
        Tag marked = recipients.size() == 1
                ? tag.with(tag.markOf(key, recipients.get(0).toString()))
                : tag;
        String local = sender.localPart()
                + '+'
                + turned
                + TURN
                + tag.day
                + (marked.mark == null ? "" : marked.mark)
                + marked.signature(key);
        try {
            return Optional.of(new Address(local, sender.domain()));
        } catch (MalformedAddressException e) {
            return Optional.empty(); // an id with two dots beside each other
        }
    }

    /** What an address proves to which a notification came; empty where it is none of ours, or too old. */
    public Optional<Proof> verify(Address returnPath, Instant now) {
        Matcher local = LOCAL_PART.matcher(returnPath.localPart().toLowerCase(Locale.ROOT));
        if (!returnPath.isAscii() || !local.matches() || !isOfLately(local.group(3), now)) {
            return Optional.empty();
        }
        Address sender;
        try {
            sender = new Address(returnPath.localPart().substring(0, local.end(1)), returnPath.domain());
        } catch (MalformedAddressException e) {
            return Optional.empty();
        }
        Tag tag = new Tag(lowered(sender), local.group(2), local.group(3), local.group(4));
        Proof proof = null;
        for (byte[] key : keys) {
            if (isSame(tag.signature(key), local.group(5))) {
                proof = new Proof(turnedBack(tag.id), sender, tag, key);
            }
        }
        return Optional.ofNullable(proof);
    }

    private static String lowered(Address sender) {
        return sender.toString().toLowerCase(Locale.ROOT);
    }

    private static String turned(String id) {
        StringBuilder turned = new StringBuilder(id.length() + 1);
        boolean large = false;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (Character.isLetter(c) && Character.isUpperCase(c) != large) {
                large = !large;
                turned.append(TURN);
            }
            turned.append(Character.toLowerCase(c));
        }
        return turned.toString();
    }

    private static String turnedBack(String turned) {
        StringBuilder id = new StringBuilder(turned.length());
        boolean large = false;
        for (int i = 0; i < turned.length(); i++) {
            char c = turned.charAt(i);
            if (c == TURN) {
                large = !large;
            } else {
                id.append(large ? Character.toUpperCase(c) : c);
            }
        }
        return id.toString();
    }

    private static int day(Instant time) {
        return (int) Math.floorMod(Math.floorDiv(time.getEpochSecond(), SECONDS), (long) DAYS);
    }

    private static String text(int day) {
        return "" + DIGITS.charAt(day >> 5) + DIGITS.charAt(day & 31);
    }

    private static boolean isOfLately(String text, Instant now) {
        int high = DIGITS.indexOf(text.charAt(0));
        int low = DIGITS.indexOf(text.charAt(1));
        if (high < 0 || low < 0) {
            return false;
        }
        int age = Math.floorMod(day(now) - ((high << 5) | low), DAYS);
        return age <= VALID.toDays() || age == DAYS - 1; // a clock that is a little ahead
    }

    private static boolean isSame(String right, String given) {
        return MessageDigest.isEqual(
                right.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hmac(byte[] key, String text, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            StringBuilder digits = new StringBuilder(length);
            byte[] octets = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < length; i++) {
                digits.append(DIGITS.charAt(octets[i] & 31)); // five bits of each
            }
            return digits.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
