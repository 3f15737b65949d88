package dev.postern.kafka.sink;

import dev.postern.kafka.BounceKeys;
import dev.postern.kafka.GroupedConfigDef;
import dev.postern.kafka.SettingErrors;
import dev.postern.kafka.Settings;
import dev.postern.mail.Domain;
import dev.postern.mail.arrival.SignedReturnPath;
import dev.postern.smtp.delivery.ReturnPaths;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The settings of the sink that say whose return paths are signed, so that what comes back proves whose mail it is about. */
final class ReturnPathConfig {
    private static final String DOMAINS = "bounce.sender.domains";
    private static final String PER = "bounce.path.per";
    private static final String RECIPIENT = "recipient";

    private final AbstractConfig values;
    private final BounceKeys keys;

    ReturnPathConfig(AbstractConfig values) {
        this.values = values;
        this.keys = new BounceKeys(values);
    }

    /** Adds these settings as a group of their own. */
    static void define(GroupedConfigDef settings) {
        BounceKeys.define(
                        settings.group("Return paths"),
                        "The file of the keys with which return paths are signed, the one that the source has which reads what comes back: one on each line, the newest first, which signs, each of at"
                                + " least 32 characters; no other user may read it. The sender at MAIL becomes invoices+TAG@example.org, with the mail and its recipient in the tag; events"
                                + " and notifications keep the sender. Empty: none is signed.")
                .add(
                        DOMAINS,
                        "Domains of senders",
                        ConfigDef.Type.LIST,
                        "",
                        Settings.parsedList("domains", domains -> domains.forEach(Domain::parse)),
                        Importance.MEDIUM,
                        "The domains of the senders whose return paths are signed: those whose servers bring what comes to user+tag to the user, and let the source have it. Mail of"
                                + " others goes as it is, as does mail whose sender and id have no room in the 64 octets of a local part.")
                .add(
                        PER,
                        "One for each",
                        ConfigDef.Type.STRING,
                        "transaction",
                        ValidString.in("transaction", RECIPIENT),
                        Importance.LOW,
                        "transaction: recipients whose mail goes the same way share a return path; what comes back to it is an event, and suppresses nobody, for each of them could speak of the"
                                + " others. recipient: each gets the mail in a transaction of its own, and is suppressed where the mail comes back. A single recipient always is.");
    }

    /** Takes note of what does not fit together, or is wrong with the file. */
    void check(SettingErrors errors) {
        keys.check(errors);
        List<String> domains = values.getList(DOMAINS);
        if (keys.isSet() && domains.isEmpty()) {
            errors.add(DOMAINS, "", "without it " + BounceKeys.FILE + " has no use: name the domains of your senders");
        } else if (!keys.isSet() && !domains.isEmpty()) {
            errors.add(BounceKeys.FILE, "", "set it together with " + DOMAINS + ", or neither");
        }
    }

    /**
     * What signs.
     *
     * @throws IOException if the file can't be used; the message says why
     */
    ReturnPaths open() throws IOException {
        SignedReturnPath signer = keys.open();
        Set<Domain> domains =
                values.getList(DOMAINS).stream().map(Domain::parse).collect(Collectors.toUnmodifiableSet());
        return signer == null
                ? ReturnPaths.AS_GIVEN
                : new SignedPaths(signer, domains, values.getString(PER).equals(RECIPIENT));
    }
}
