package dev.postern.smtp.server.settings;

import dev.postern.mail.dns.ServerAddress;
import dev.postern.smtp.policy.DnsList;
import dev.postern.smtp.server.settings.Setting.Importance;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** What is asked of DNS before mail is taken. */
final class DnsSettings implements SettingArea {
    static final Setting<Boolean> SENDER_DOMAIN = Setting.truth(
            "check.sender.domain",
            "Check the sender's domain",
            false,
            Importance.MEDIUM,
            "Whether mail is refused whose sender's domain has neither MX nor address (550 5.1.8), or says that it sends no mail (550"
                    + " 5.7.27). Off, as a listener must start where there is no DNS; switch it on where strangers may send.");
    static final Setting<Boolean> REVERSE_NAME = Setting.truth(
            "check.reverse.name",
            "Check the reverse name",
            false,
            Importance.MEDIUM,
            "Whether clients are refused whose address has no name that points back to it (550 5.7.25).");
    static final Setting<Boolean> HELLO_NAME = Setting.truth(
            "check.hello.name",
            "Check the EHLO name",
            false,
            Importance.LOW,
            "Whether clients are refused that give neither a qualified name with an address nor an address literal at EHLO (550 5.7.1)."
                    + " RFC 5321 §4.1.4 forbids this, and it refuses mail that is wanted.");
    static final Setting<List<String>> BLOCK_LISTS = Setting.list(
            "dns.block.lists",
            "DNS block lists",
            Importance.MEDIUM,
            "Lists in DNS whose clients are refused (554 5.7.1), such as zen.spamhaus.org; the responses that count may stand behind,"
                    + " as in bl.example.org=127.0.0.[2;4..11]. A list that fails is passed over. Many lists do not answer public resolvers.");
    static final Setting<List<String>> ALLOW_LISTS = Setting.list(
            "dns.allow.lists",
            "DNS allow lists",
            Importance.LOW,
            "Lists in DNS, of the same form, whose clients no block list refuses.");
    static final Setting<List<String>> SERVERS = Setting.list(
            "dns.servers",
            "DNS servers",
            Importance.LOW,
            "Addresses of the servers that the checks ask, with a port or with 53; empty: those of this machine.");
    static final Setting<Long> TIMEOUT = Setting.number(
                    "dns.timeout.ms",
                    "DNS timeout",
                    5_000,
                    Importance.LOW,
                    "How long one question to DNS may take with all its attempts, in milliseconds; what is not known then is answered with 451"
                            + " 4.4.3, but a list is passed over.")
            .between(100, 30_000); // all checks together stay below the 5 minutes of RFC 5321 §4.5.3.2.3
    static final SettingGroup GROUP = SettingGroup.of(
            "Checks", SENDER_DOMAIN, REVERSE_NAME, HELLO_NAME, BLOCK_LISTS, ALLOW_LISTS, SERVERS, TIMEOUT);

    private final boolean senderDomain;
    private final boolean reverseName;
    private final boolean helloName;
    private final List<String> blockLists;
    private final List<String> allowLists;
    private final List<String> servers;
    private final Duration timeout;

    DnsSettings(SettingValues values) {
        senderDomain = values.get(SENDER_DOMAIN);
        reverseName = values.get(REVERSE_NAME);
        helloName = values.get(HELLO_NAME);
        blockLists = values.get(BLOCK_LISTS);
        allowLists = values.get(ALLOW_LISTS);
        servers = values.get(SERVERS);
        timeout = Duration.ofMillis(values.get(TIMEOUT));
    }

    boolean senderDomain() {
        return senderDomain;
    }

    boolean reverseName() {
        return reverseName;
    }

    boolean helloName() {
        return helloName;
    }

    List<String> blockLists() {
        return blockLists;
    }

    List<String> allowLists() {
        return allowLists;
    }

    /** How long one question may take. */
    Duration timeout() {
        return timeout;
    }

    /** The servers to ask; none: those of this machine. */
    List<InetSocketAddress> servers() {
        return ServerAddress.parseAll(servers);
    }

    @Override
    public void check(Problems problems) {
        for (String text : servers) {
            if (ServerAddress.parse(text).isEmpty()) {
                problems.add(SERVERS, text, ServerAddress.REMEDY);
            }
        }
        checkLists(problems, BLOCK_LISTS, blockLists);
        checkLists(problems, ALLOW_LISTS, allowLists);
        if (blockLists.isEmpty() && !allowLists.isEmpty()) {
            problems.add(
                    ALLOW_LISTS,
                    String.join(",", allowLists),
                    "lets pass whom " + problems.spell(BLOCK_LISTS)
                            + " would refuse, but that is empty: set both or neither");
        }
    }

    @Override
    public void applyTo(ListenerParts parts) {
        if (senderDomain || reverseName || helloName || !blockLists.isEmpty()) {
            DnsChecks.add(this, parts);
        }
    }

    private static void checkLists(Problems problems, Setting<?> setting, List<String> lists) {
        for (String list : lists) {
            try {
                DnsList.parse(list);
            } catch (IllegalArgumentException e) {
                problems.add(setting, list, e);
            }
        }
    }
}
