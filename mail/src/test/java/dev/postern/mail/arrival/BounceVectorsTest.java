package dev.postern.mail.arrival;

import static dev.postern.mail.dsn.Classification.AUTHENTICATION;
import static dev.postern.mail.dsn.Classification.BAD_CONFIGURATION;
import static dev.postern.mail.dsn.Classification.BAD_DOMAIN;
import static dev.postern.mail.dsn.Classification.BAD_MAILBOX;
import static dev.postern.mail.dsn.Classification.BAD_SENDER;
import static dev.postern.mail.dsn.Classification.BLOCKED;
import static dev.postern.mail.dsn.Classification.CONNECTION;
import static dev.postern.mail.dsn.Classification.DNS;
import static dev.postern.mail.dsn.Classification.EXPIRED;
import static dev.postern.mail.dsn.Classification.LOOP;
import static dev.postern.mail.dsn.Classification.MAILBOX_DISABLED;
import static dev.postern.mail.dsn.Classification.MAILBOX_FULL;
import static dev.postern.mail.dsn.Classification.MALWARE;
import static dev.postern.mail.dsn.Classification.OTHER;
import static dev.postern.mail.dsn.Classification.POLICY;
import static dev.postern.mail.dsn.Classification.PROTOCOL;
import static dev.postern.mail.dsn.Classification.SIZE;
import static dev.postern.mail.dsn.Classification.SPAM_CONTENT;
import static dev.postern.mail.dsn.Classification.SYSTEM;
import static dev.postern.mail.dsn.Classification.THROTTLED;
import static dev.postern.mail.dsn.Classification.TLS;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mail.Message;
import dev.postern.mail.content.MailOutline;
import dev.postern.mail.dsn.Classification;
import dev.postern.mail.mime.ReadLimits;
import dev.postern.testkit.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Real bounces of some fifty kinds of servers; what is asked is the least that was reached, so that it only gets better. */
class BounceVectorsTest {
    private static final Pattern FILE = Pattern.compile("\"([^\"]+\\.eml)\": \\[(.*?)\\n \\]", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("\"hard\": (true|false),\\s+\"reason\": \"(\\w+)\"");

    /** What these reasons are called here; several where the other vocabulary cuts elsewhere. */
    private static final Map<String, Set<Classification>> REASONS = Map.ofEntries(
            Map.entry("userunknown", Set.of(BAD_MAILBOX)),
            Map.entry("hasmoved", Set.of(BAD_MAILBOX, MAILBOX_DISABLED)),
            Map.entry("hostunknown", Set.of(BAD_DOMAIN, DNS)),
            Map.entry("notaccept", Set.of(BAD_DOMAIN, POLICY)),
            Map.entry("mailboxfull", Set.of(MAILBOX_FULL)),
            Map.entry("suspend", Set.of(MAILBOX_DISABLED)),
            Map.entry("filtered", Set.of(POLICY, BAD_MAILBOX, SPAM_CONTENT)),
            Map.entry("rejected", Set.of(BAD_SENDER, POLICY)),
            Map.entry("blocked", Set.of(BLOCKED, POLICY)),
            Map.entry("badreputation", Set.of(BLOCKED)),
            Map.entry("requireptr", Set.of(BAD_CONFIGURATION, BLOCKED, AUTHENTICATION)),
            Map.entry("authfailure", Set.of(AUTHENTICATION)),
            Map.entry("policyviolation", Set.of(POLICY, PROTOCOL)),
            Map.entry("securityerror", Set.of(POLICY, AUTHENTICATION, TLS, BAD_CONFIGURATION)),
            Map.entry("spamdetected", Set.of(SPAM_CONTENT)),
            Map.entry("virusdetected", Set.of(MALWARE)),
            Map.entry("contenterror", Set.of(PROTOCOL, SPAM_CONTENT)),
            Map.entry("systemerror", Set.of(SYSTEM, LOOP)),
            Map.entry("systemfull", Set.of(SYSTEM, MAILBOX_FULL)),
            Map.entry("networkerror", Set.of(CONNECTION, DNS, LOOP)),
            Map.entry("mailererror", Set.of(SYSTEM)),
            Map.entry("norelaying", Set.of(BAD_CONFIGURATION)),
            Map.entry("mesgtoobig", Set.of(SIZE)),
            Map.entry("exceedlimit", Set.of(SIZE)),
            Map.entry("toomanyconn", Set.of(THROTTLED)),
            Map.entry("speeding", Set.of(THROTTLED)),
            Map.entry("notcompliantrfc", Set.of(PROTOCOL, POLICY)),
            Map.entry("syntaxerror", Set.of(PROTOCOL)),
            Map.entry("expired", Set.of(EXPIRED, CONNECTION, DNS, THROTTLED)),
            Map.entry("onhold", Set.of(OTHER, SYSTEM)),
            Map.entry("undefined", Set.of(OTHER)));

    private record Row(boolean hard, String reason) {}

    private static Map<String, List<Row>> expected(Path folder) throws IOException {
        Map<String, List<Row>> expected = new LinkedHashMap<>();
        Matcher file = FILE.matcher(Files.readString(folder.resolve("expected.json")));
        while (file.find()) {
            List<Row> rows = new ArrayList<>();
            Matcher row = ROW.matcher(file.group(2));
            while (row.find()) {
                rows.add(new Row(Boolean.parseBoolean(row.group(1)), row.group(2)));
            }
            expected.put(file.group(1), rows);
        }
        assertEquals(249, expected.size());
        return expected;
    }

    private static Arrival read(Path file) throws IOException {
        String lines = Files.readString(file, StandardCharsets.ISO_8859_1);
        byte[] octets = lines.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return ArrivalReader.read(MailOutline.of(Message.of(octets), ReadLimits.STANDARD), null);
    }

    @Test
    void theShareThatIsRecognised() throws Exception {
        Path folder = Vectors.folder("dsn");
        List<String> noBounce = new ArrayList<>();
        List<String> nobody = new ArrayList<>();
        List<String> wrongHardness = new ArrayList<>();
        List<String> wrongReason = new ArrayList<>();
        int mails = 0;
        int rows = 0;
        for (Map.Entry<String, List<Row>> mail : expected(folder).entrySet()) {
            boolean told = mail.getValue().stream()
                    .anyMatch(row ->
                            row.reason().equals("feedback") || row.reason().equals("delivered"));
            if (told) {
                continue; // not of failures
            }
            mails++;
            Arrival arrival = read(folder.resolve("messages").resolve(mail.getKey()));
            DeliveryNotice notice = arrival.notice();
            if (notice == null) {
                noBounce.add(mail.getKey() + " is " + arrival.kind());
            }
            List<DeliveryNotice.Recipient> left = new ArrayList<>(notice == null ? List.of() : notice.recipients());
            if (left.isEmpty()) {
                nobody.add(mail.getKey());
            }
            for (Row row : mail.getValue()) {
                rows++;
                Set<Classification> fitting = REASONS.getOrDefault(row.reason(), Set.of());
                DeliveryNotice.Recipient best = left.stream()
                        .filter(recipient -> fitting.contains(recipient.meaning()))
                        .findFirst()
                        .orElse(left.isEmpty() ? null : left.get(0));
                left.remove(best);
                if (best == null || best.isHard() != row.hard()) {
                    wrongHardness.add(mail.getKey() + ' ' + row + " is " + best);
                }
                if (best == null || !fitting.contains(best.meaning())) {
                    wrongReason.add(mail.getKey() + ' ' + row + " is " + best);
                }
            }
        }
        System.out.printf(
                "recognised %d, recipient found %d of %d mails; hard or soft %d, reason %d of %d recipients%n",
                mails - noBounce.size(),
                mails - nobody.size(),
                mails,
                rows - wrongHardness.size(),
                rows - wrongReason.size(),
                rows);
        assertAll(
                share("recognised", 243, mails, noBounce),
                share("recipient found", 243, mails, nobody),
                share("hard or soft", 235, rows, wrongHardness),
                share("reason", 219, rows, wrongReason));
    }

    private static Executable share(String what, int least, int of, List<String> misses) {
        int reached = of - misses.size();
        return () -> assertTrue(
                reached >= least,
                () -> what + ": " + reached + " of " + of + ", less than " + least + "\n" + String.join("\n", misses));
    }
}
