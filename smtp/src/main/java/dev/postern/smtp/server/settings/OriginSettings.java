package dev.postern.smtp.server.settings;

import dev.postern.mail.Domain;
import dev.postern.mail.auth.Authenticator;
import dev.postern.mail.dkim.DkimPolicy;
import dev.postern.mail.dns.Resolver;
import dev.postern.mail.spf.SpfLimits;
import dev.postern.mail.spf.SpfResult;
import dev.postern.smtp.origin.DmarcObserver;
import dev.postern.smtp.origin.DmarcReports;
import dev.postern.smtp.origin.OriginCheck;
import dev.postern.smtp.origin.OriginRules;
import dev.postern.smtp.policy.Networks;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether it is found out who stands behind mail, and what becomes of what is found. */
final class OriginSettings implements SettingArea {
    static final Setting<Boolean> CHECK = Setting.truth(
            "origin.check",
            "Check the origin",
            false,
            Importance.HIGH,
            "Whether it is found out who stands behind the mail of clients that may not relay, by SPF, DKIM, DMARC and ARC. The record says it in mail.auth, the message in an"
                    + " Authentication-Results field; fields that claim to be ours are removed. Off, as a listener must start where there is no DNS;"
                    + " switch it on where strangers may send.");
    static final Setting<String> NAME = Setting.text(
            "origin.name",
            "Name of the judge",
            "",
            Importance.LOW,
            "The authserv-id (RFC 8601) by which those behind us know our results. Empty: our own name.");
    static final Setting<List<String>> SPF = Setting.list(
            "origin.spf.refuse",
            "Refused by SPF",
            Importance.MEDIUM,
            "The results of SPF for which mail is refused: fail and softfail (550 5.7.23), permerror (550 5.7.24). Mail that was forwarded fails where its forwarder does not"
                    + " write its sender anew. Empty: none.");
    static final Setting<Boolean> SPF_HEADER = Setting.truth(
            "origin.spf.header",
            "Received-SPF",
            false,
            Importance.LOW,
            "Whether mail that is judged gets a Received-SPF field (RFC 7208 §9.1) below Authentication-Results, for programs that read no other. Those that others have written stay"
                    + " below it, so that only the topmost is ours.");
    static final Setting<String> DMARC = Setting.text(
                    "origin.dmarc",
                    "DMARC",
                    "note",
                    Importance.MEDIUM,
                    "What becomes of mail behind which its author's domain does not stand: note, it is taken, and what the domain asks for (none, quarantine or reject) stands in"
                            + " policy.dmarc of the results; or refuse, mail that it asks to reject is refused (550 5.7.26), and mail of which nobody can tell the author"
                            + " (554 5.6.0). Mail of mailing lists may be lost so (RFC 9989 §7.4).")
            .oneOf("note", "refuse");
    static final Setting<Boolean> DEFER = Setting.truth(
            "origin.defer",
            "Wait for DNS",
            false,
            Importance.MEDIUM,
            "Whether mail is put off (451 4.4.3) while DNS can't tell who stands behind it.");
    static final Setting<List<String>> EXEMPT = Setting.list(
            "origin.exempt.domains",
            "Domains never refused",
            Importance.LOW,
            "Domains of senders and authors whose mail is not refused for its origin, such as partner.example. Their results are told as those of others.");
    static final Setting<List<String>> EXEMPT_NETWORKS = Setting.list(
            "origin.exempt.networks",
            "Clients never refused",
            Importance.LOW,
            "Addresses and networks of clients whose mail is not refused for its origin, such as 192.0.2.0/24 of a service that forwards your mail. Their results are told as those of others.");
    static final SettingGroup GROUP =
            SettingGroup.of("Origin", CHECK, NAME, SPF, SPF_HEADER, DMARC, DEFER, EXEMPT, EXEMPT_NETWORKS);

    private static final Set<String> REFUSABLE = Set.of("fail", "softfail", "permerror");

    private final boolean check;
    private final String name;
    private final List<String> spf;
    private final boolean writesReceivedSpf;
    private final boolean appliesDmarc;
    private final boolean defers;
    private final List<String> exempt;
    private final List<String> exemptNetworks;
    private final ReportSettings reports;
    private final SealSettings seal;
    private final DnsSettings dns;

    OriginSettings(SettingValues values, DnsSettings dns) {
        check = values.get(CHECK);
        name = values.get(NAME);
        spf = values.get(SPF);
        writesReceivedSpf = values.get(SPF_HEADER);
        appliesDmarc = values.get(DMARC).equals("refuse");
        defers = values.get(DEFER);
        exempt = values.get(EXEMPT);
        exemptNetworks = values.get(EXEMPT_NETWORKS);
        reports = new ReportSettings(values);
        seal = new SealSettings(values);
        this.dns = dns;
    }

    @Override
    public void check(Problems problems) {
        for (String result : spf) {
            if (!REFUSABLE.contains(result)) {
                problems.add(SPF, result, "must be of fail, softfail and permerror");
            }
        }
        for (String domain : exempt) {
            try {
                Domain.parse(domain);
            } catch (IllegalArgumentException e) {
                problems.add(EXEMPT, domain, e);
            }
        }
        try {
            Networks.parse(exemptNetworks);
        } catch (IllegalArgumentException e) {
            problems.add(EXEMPT_NETWORKS, String.join(",", exemptNetworks), e);
        }
        reports.check(problems);
        seal.check(problems);
        Setting<?> idle = idle();
        if (!check && idle != null) {
            problems.add(idle, "", "has no use without " + problems.spell(CHECK) + ": set that to true");
        }
    }

    /** One that has no use without the check; null where there is none. */
    private @Nullable Setting<?> idle() {
        if (!spf.isEmpty()) {
            return SPF;
        }
        if (writesReceivedSpf) {
            return SPF_HEADER;
        }
        if (appliesDmarc || defers) {
            return appliesDmarc ? DMARC : DEFER;
        }
        if (reports.isSet() || seal.isSet()) {
            return reports.isSet() ? ReportSettings.DIRECTORY : SealSettings.KEYS;
        }
        return null;
    }

    @Override
    public void applyTo(ListenerParts parts) throws IOException {
        if (!check) {
            return;
        }
        Resolver resolver = parts.resolver(dns);
        parts.add(new OriginCheck(
                new Authenticator(
                        resolver, SpfLimits.STANDARD, DkimPolicy.STANDARD, parts.hostname(), Clock.systemUTC()),
                name.isEmpty() ? parts.hostname() : name,
                rules(),
                parts.trust(),
                observers(parts, resolver),
                seal.seal(parts)));
    }

    private List<DmarcObserver> observers(ListenerParts parts, Resolver resolver) throws IOException {
        List<DmarcObserver> observers = new ArrayList<>();
        DmarcReports files = reports.reports(parts, resolver);
        if (files != null) {
            observers.add(files);
        }
        DmarcObserver lent = parts.face().reports();
        if (lent != null) {
            observers.add(lent);
        }
        return observers;
    }

    private OriginRules rules() {
        Set<SpfResult> refused = EnumSet.noneOf(SpfResult.class);
        spf.forEach(result -> refused.add(SpfResult.valueOf(result.toUpperCase(Locale.ROOT))));
        Set<String> domains = new HashSet<>();
        exempt.forEach(domain -> domains.add(Domain.parse(domain).text()));
        return new OriginRules(
                refused, appliesDmarc, defers, domains, Networks.parse(exemptNetworks), writesReceivedSpf);
    }
}
