package dev.postern.smtp.server.settings;

import dev.postern.smtp.scan.Clamd;
import dev.postern.smtp.scan.Rspamd;
import dev.postern.smtp.scan.ScanRules;
import dev.postern.smtp.scan.ScanRules.OnFailure;
import dev.postern.smtp.scan.ScanRules.OnFinding;
import dev.postern.smtp.scan.ScanWorkers;
import dev.postern.smtp.scan.ScannedContent;
import dev.postern.smtp.scan.ScannerAddress;
import dev.postern.smtp.scan.Spamd;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.time.Duration;
import java.util.function.Consumer;

/** Which programs judge the content, and what becomes of what they find. */
final class ScanSettings implements SettingArea {
    static final Setting<String> RSPAMD = Setting.text(
            "scan.rspamd",
            "Rspamd",
            "",
            Importance.MEDIUM,
            "The normal worker of an Rspamd that judges content, such as http://127.0.0.1:11333; it is told who has logged in. Empty: none.");
    static final Setting<String> SPAMD = Setting.text(
            "scan.spamd",
            "SpamAssassin",
            "",
            Importance.MEDIUM,
            "The spamd of a SpamAssassin that judges content of clients that may not relay, as host:port or unix:/path; mails above 500 KiB"
                    + " are taken unscanned. Empty: none.");
    static final Setting<String> CLAMD = Setting.text(
            "scan.clamd",
            "ClamAV",
            "",
            Importance.MEDIUM,
            "The clamd of a ClamAV that judges all content, as host:port or unix:/path; its StreamMaxLength must be above message.size.max."
                    + " Empty: none.");
    static final Setting<String> SPAM = Setting.text(
                    "scan.spam",
                    "Spam",
                    "refuse",
                    Importance.MEDIUM,
                    "What becomes of mail that Rspamd or SpamAssassin would refuse: refuse (554 5.7.1, or 451 4.7.1 where Rspamd greylists), or"
                            + " tag: it is taken, and the record says so in mail.scan.")
            .oneOf("refuse", "tag");
    static final Setting<String> INFECTED = Setting.text(
                    "scan.infected",
                    "Infected mail",
                    "refuse",
                    Importance.MEDIUM,
                    "What becomes of mail in which ClamAV finds something: refuse (554 5.7.1) or tag.")
            .oneOf("refuse", "tag");
    static final Setting<String> FAILURE = Setting.text(
                    "scan.failure",
                    "If a scanner fails",
                    "tempfail",
                    Importance.MEDIUM,
                    "What becomes of mail when a scanner is away, late or in error: tempfail (451 4.7.1: the client keeps it), or accept: it is"
                            + " taken, and the record says unscanned in mail.scan.")
            .oneOf("tempfail", "accept");
    static final Setting<Long> TIMEOUT = Setting.number(
                    "scan.timeout.ms",
                    "Scan timeout",
                    30_000,
                    Importance.LOW,
                    "How long one scanner may take for a mail, in milliseconds; they are asked one after the other.")
            .between(
                    100,
                    120_000); // three of them and the reply deadline stay below the 10 minutes of RFC 5321 §4.5.3.2.6
    static final SettingGroup GROUP =
            SettingGroup.of("Content scanners", RSPAMD, SPAMD, CLAMD, SPAM, INFECTED, FAILURE, TIMEOUT);

    private static final int THREADS = 16;
    private static final int QUEUE = 256;

    private final String rspamd;
    private final String spamd;
    private final String clamd;
    private final ScanRules rules;

    ScanSettings(SettingValues values) {
        rspamd = values.get(RSPAMD);
        spamd = values.get(SPAMD);
        clamd = values.get(CLAMD);
        rules = new ScanRules(
                Duration.ofMillis(values.get(TIMEOUT)),
                values.get(FAILURE).equals("accept") ? OnFailure.ACCEPT : OnFailure.TEMPFAIL,
                rule(values.get(SPAM)),
                rule(values.get(INFECTED)));
    }

    @Override
    public void check(Problems problems) {
        check(problems, RSPAMD, rspamd, Rspamd::url);
        check(problems, SPAMD, spamd, ScannerAddress::parse);
        check(problems, CLAMD, clamd, ScannerAddress::parse);
    }

    @Override
    public void applyTo(ListenerParts parts) {
        if (rspamd.isEmpty() && spamd.isEmpty() && clamd.isEmpty()) {
            return;
        }
        ScanWorkers workers = new ScanWorkers(THREADS, QUEUE);
        parts.closing(workers::close);
        if (!clamd.isEmpty()) {
            parts.add(new ScannedContent(new Clamd(ScannerAddress.parse(clamd), workers), rules));
        }
        if (!rspamd.isEmpty()) {
            parts.add(new ScannedContent(new Rspamd(rspamd, workers), rules));
        }
        if (!spamd.isEmpty()) { // it is not told who has logged in, and would judge users by their dial-up networks
            parts.addForStrangers(new ScannedContent(new Spamd(ScannerAddress.parse(spamd), workers), rules));
        }
    }

    private static OnFinding rule(String word) {
        return word.equals("tag") ? OnFinding.TAG : OnFinding.REFUSE;
    }

    private static void check(Problems problems, Setting<String> setting, String text, Consumer<String> reader) {
        if (!text.isEmpty()) {
            try {
                reader.accept(text);
            } catch (IllegalArgumentException e) {
                problems.add(setting, text, e);
            }
        }
    }
}
