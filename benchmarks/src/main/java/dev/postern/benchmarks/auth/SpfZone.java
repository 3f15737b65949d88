package dev.postern.benchmarks.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A domain with a provider, as many are: the client is found in the last of four records. */
final class SpfZone {
    static final String CLIENT = "203.0.113.77";
    static final String HELO = "mta.provider.example";
    static final String SENDER = "susan@example.org";

    /** Of each name its text. */
    private static final Map<String, String> TEXTS = Map.of(
            "example.org",
            "v=spf1 a mx ip4:192.0.2.0/24 include:_spf.provider.example -all",
            "_spf.provider.example",
            "v=spf1 include:_a.provider.example include:_b.provider.example ~all",
            "_a.provider.example",
            "v=spf1 ip4:198.51.100.0/27 ip4:198.51.100.64/27 ip4:198.51.100.128/26 ip6:2001:db8:1000::/36 ~all",
            "_b.provider.example",
            "v=spf1 ip4:198.51.100.192/26 ip4:203.0.113.0/26 ip4:203.0.113.64/27 ip6:2001:db8:2000::/36 ~all");

    private static final Map<String, String> EXCHANGERS = Map.of("example.org", "mx.example.org");
    private static final Map<String, String> ADDRESSES =
            Map.of("example.org", "192.0.2.80", "mx.example.org", "192.0.2.25");

    private SpfZone() {}

    /** As a master file. */
    static String masterFile() {
        return lines(TEXTS, "TXT \"", "\"") + lines(EXCHANGERS, "MX 10 ", ".") + lines(ADDRESSES, "A ", "");
    }

    private static String lines(Map<String, String> records, String before, String behind) {
        return records.entrySet().stream()
                .map(record -> record.getKey() + ". 3600 IN " + before + record.getValue() + behind + '\n')
                .collect(Collectors.joining());
    }

    static List<String> texts(String name) {
        return of(TEXTS, name);
    }

    static List<String> exchangers(String name) {
        return of(EXCHANGERS, name);
    }

    static List<String> addresses(String name) {
        return of(ADDRESSES, name);
    }

    /** A list that the asker may change, as jSPF does. */
    private static List<String> of(Map<String, String> records, String name) {
        String value = records.get(name);
        return value == null ? new ArrayList<>() : new ArrayList<>(List.of(value));
    }
}
