package dev.postern.smtp.scan;

import dev.postern.mail.Envelope;
import dev.postern.mail.Message;
import dev.postern.mail.ScanResult;
import dev.postern.mail.ScanResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SpamAssassin's daemon, asked by SYMBOLS of SPAMC/1.5. It is too slow for large messages, and spam is small: those above 500 KiB are taken
 * unscanned, as by its own client spamc(1).
 */
public final class Spamd implements ContentScanner {
    private static final String NAME = "spamd";
    private static final long LARGEST = 500 << 10;
    private static final int ANSWER = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("SPAMD/[0-9.]{1,9} ([0-9]{1,9}) .*");
    private static final String NUMBER = "(-?[0-9]{1,9}(?:\\.[0-9]{1,9})?)";
    private static final Pattern SPAM =
            Pattern.compile("spam: (true|yes|false|no) ; " + NUMBER + " / " + NUMBER, Pattern.CASE_INSENSITIVE);

    private final ScannerAddress address;
    private final ScanWorkers workers;

    public Spamd(ScannerAddress address, ScanWorkers workers) {
        this.address = address;
        this.workers = workers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletionStage<Finding> scan(Envelope envelope, Message message) {
        if (message.size() > LARGEST) {
            ScanResult unscanned = new ScanResult(NAME, Outcome.UNSCANNED, null, "larger than " + LARGEST + " octets");
            return CompletableFuture.completedFuture(new Finding(unscanned, Finding.Advice.TAKE));
        }
        return workers.submit(task -> {
            try (ScannerConnection connection = ScannerConnection.open(address, task)) {
                send(message, connection.output());
                connection.endOutput();
                return judge(connection.read(-1, ANSWER));
            }
        });
    }

    private static void send(Message message, OutputStream output) throws IOException {
        String head = "SYMBOLS SPAMC/1.5\r\nContent-length: " + message.size() + "\r\n\r\n";
        output.write(head.getBytes(StandardCharsets.US_ASCII));
        try (InputStream content = message.open()) {
            content.transferTo(output);
        }
    }

    /** What its answer means, an octet each a character. */
    static Finding judge(String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        List<String> head = answer.substring(0, Math.max(end, 0)).lines().toList();
        Matcher status = STATUS.matcher(head.isEmpty() ? "" : head.get(0));
        if (!status.matches()) {
            throw new IOException(answer.isEmpty() ? "it does not answer" : "it does not speak SPAMC");
        }
        if (!status.group(1).equals("0")) {
            throw new IOException("it says: " + head.get(0));
        }
        for (String line : head) {
            Matcher spam = SPAM.matcher(line);
            if (spam.matches()) {
                return finding(spam, answer.substring(end + 4).strip());
            }
        }
        throw new IOException("its answer holds no score");
    }

    private static Finding finding(Matcher spam, String symbols) {
        String word = spam.group(1).toLowerCase(Locale.ROOT);
        boolean isSpam = word.equals("true") || word.equals("yes");
        ScanResult result =
                new ScanResult(NAME, isSpam ? Outcome.SPAM : Outcome.CLEAN, Double.parseDouble(spam.group(2)), symbols);
        return new Finding(result, isSpam ? Finding.Advice.REFUSE : Finding.Advice.TAKE);
    }
}
