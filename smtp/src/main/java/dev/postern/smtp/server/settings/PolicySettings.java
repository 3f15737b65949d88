package dev.postern.smtp.server.settings;

import dev.postern.mail.RecipientVerifier;
import dev.postern.smtp.policy.AddressPatterns;
import dev.postern.smtp.policy.Check;
import dev.postern.smtp.policy.Greylisting;
import dev.postern.smtp.policy.HeaderSanity;
import dev.postern.smtp.policy.LoginMatchesSender;
import dev.postern.smtp.policy.LoginSenders;
import dev.postern.smtp.policy.LoopDetection;
import dev.postern.smtp.policy.MemoryGreylist;
import dev.postern.smtp.policy.RecipientPatterns;
import dev.postern.smtp.policy.Trust;
import dev.postern.smtp.policy.VerifiedRecipients;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Which recipients there are, whose first mail waits, and what content must look like. */
final class PolicySettings implements SettingArea {
    static final Setting<List<String>> RECIPIENTS = Setting.list(
            "recipient.patterns",
            "Recipients",
            Importance.MEDIUM,
            "The recipients there are, others are refused with 550 5.1.1: bob@example.org, *@example.org, bounces+*=*@example.org or"
                    + " /a regular expression/ without commas. Empty: all of the accepted domains.");
    static final Setting<Boolean> TAGS = Setting.truth(
            "recipient.tags",
            "Tags of recipients",
            true,
            Importance.LOW,
            "Whether bob@example.org in the patterns stands for bob+any@example.org too.");
    static final Setting<String> VERIFIER = Setting.text(
            "recipient.verifier.class",
            "Recipient verifier",
            "",
            Importance.LOW,
            "A class of your own that says which recipients there are: public, with a public constructor without parameters, and a"
                    + " dev.postern.mail.RecipientVerifier. Others are refused with 550 5.1.1, with 451 4.4.3 while it does not know"
                    + " or has not answered in 30 seconds. Where the class belongs stands in the README. Empty: nobody is asked.");
    static final Setting<Long> GREYLIST_DELAY = Setting.number(
                    "greylist.delay.ms",
                    "Greylist delay",
                    0,
                    Importance.MEDIUM,
                    "How long the first mail of a stranger's network, sender and recipient is deferred with 451 4.7.1, in milliseconds, such as"
                            + " 300000; 0: never. What has passed is forgotten at a restart.")
            .between(0, 3_600_000);
    static final Setting<Long> GREYLIST_WINDOW = Setting.number(
                    "greylist.window.ms",
                    "Greylist window",
                    43_200_000,
                    Importance.LOW,
                    "How long another attempt may take to come, in milliseconds.")
            .between(3_600_001, 1_000_000_000);
    static final Setting<Long> GREYLIST_LIFETIME = Setting.number(
                    "greylist.lifetime.ms",
                    "Greylist lifetime",
                    3_024_000_000L,
                    Importance.LOW,
                    "How long who has passed needs not wait again, from its last mail, in milliseconds.")
            .atLeast(1);
    static final Setting<Integer> GREYLIST_SIZE = Setting.count(
                    "greylist.size.max",
                    "Greylist size",
                    100_000,
                    Importance.LOW,
                    "How many triplets are remembered, in some 300 octets each.")
            .atLeast(1);
    static final Setting<Integer> RECEIVED = Setting.count(
            "received.max",
            "Received fields",
            LoopDetection.DEFAULT_LIMIT,
            Importance.LOW,
            "The most Received fields of a message; with more it goes round in a circle and is refused with 554 5.4.6. 0: they are not counted.");
    static final Setting<Boolean> HEADER = Setting.truth(
            "check.header",
            "Check the header",
            false,
            Importance.MEDIUM,
            "Whether messages are refused (554 5.6.0) without From or Date, with two of a field that may stand once, or with a header line over"
                    + " 998 octets.");
    static final Setting<Boolean> LOGIN_SENDER = Setting.truth(
            "check.login.matches.sender",
            "Check the user's sender",
            false,
            Importance.MEDIUM,
            "Whether users that have logged in are refused (550 5.7.1) whose MAIL FROM is not theirs.");
    static final Setting<Boolean> LOGIN_FROM = Setting.truth(
            "check.login.matches.from",
            "Check the user's From",
            false,
            Importance.MEDIUM,
            "Whether users that have logged in are refused (550 5.7.1) whose From in the header is not theirs.");
    static final Setting<List<String>> LOGIN_SENDERS = Setting.list(
            "login.senders",
            "Senders of users",
            Importance.LOW,
            "Addresses that belong to users besides their own name where that is an address: bob=info@example.org, shop=*@shop.example.");
    static final SettingGroup GROUP = SettingGroup.of(
            "Policy",
            RECIPIENTS,
            TAGS,
            VERIFIER,
            GREYLIST_DELAY,
            GREYLIST_WINDOW,
            GREYLIST_LIFETIME,
            GREYLIST_SIZE,
            RECEIVED,
            HEADER,
            LOGIN_SENDER,
            LOGIN_FROM,
            LOGIN_SENDERS);

    private static final Duration VERIFIER_DEADLINE = Duration.ofSeconds(30);

    private final SettingValues values;
    private final OwnClass<RecipientVerifier> verifier;

    PolicySettings(SettingValues values) {
        this.values = values;
        GROUP.settings().forEach(values::get);
        verifier = new OwnClass<>(VERIFIER, RecipientVerifier.class, values);
    }

    @Override
    public void check(Problems problems) {
        try {
            patterns();
        } catch (IllegalArgumentException e) {
            problems.add(RECIPIENTS, String.join(",", values.get(RECIPIENTS)), e);
        }
        try {
            LoginSenders.parse(values.get(LOGIN_SENDERS));
        } catch (IllegalArgumentException e) {
            problems.add(LOGIN_SENDERS, String.join(",", values.get(LOGIN_SENDERS)), e);
        }
        verifier.check(problems);
    }

    @Override
    public void applyTo(ListenerParts parts) throws IOException {
        if (values.get(LOGIN_SENDER) || values.get(LOGIN_FROM)) {
            parts.add(new LoginMatchesSender(
                    LoginSenders.parse(values.get(LOGIN_SENDERS)), values.get(LOGIN_SENDER), values.get(LOGIN_FROM)));
        }
        Check takers = parts.face().takers();
        if (takers != null) {
            parts.add(takers);
        }
        if (!values.get(RECIPIENTS).isEmpty()) {
            parts.addForStrangers(new RecipientPatterns(patterns()));
        }
        if (verifier.isSet()) {
            parts.addForStrangers(new VerifiedRecipients(verifier.open(parts), VERIFIER_DEADLINE));
        }
        if (values.get(GREYLIST_DELAY) > 0) {
            Greylisting.Times times = new Greylisting.Times(
                    Duration.ofMillis(values.get(GREYLIST_DELAY)),
                    Duration.ofMillis(values.get(GREYLIST_WINDOW)),
                    Duration.ofMillis(values.get(GREYLIST_LIFETIME)));
            parts.add(new Trust(ClientLimitSettings.exempt(values))
                    .orElse(new Greylisting(new MemoryGreylist(values.get(GREYLIST_SIZE)), times, Clock.systemUTC())));
        }
        if (values.get(RECEIVED) > 0) {
            parts.add(new LoopDetection(values.get(RECEIVED)));
        }
        if (values.get(HEADER)) {
            parts.add(new HeaderSanity());
        }
    }

    private AddressPatterns patterns() {
        return AddressPatterns.parse(values.get(RECIPIENTS), values.get(TAGS));
    }
}
