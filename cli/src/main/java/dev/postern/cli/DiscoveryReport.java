package dev.postern.cli;

import dev.postern.mail.Address;
import dev.postern.smtp.discovery.Attempt;
import dev.postern.smtp.discovery.Discovered;
import dev.postern.smtp.discovery.Finding;
import dev.postern.smtp.provider.MailEndpoint;
import dev.postern.smtp.provider.MailService;
import dev.postern.smtp.provider.Protection;
import dev.postern.smtp.provider.Provider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a user gets to read of a discovery. */
final class DiscoveryReport {
    private static final String END = System.lineSeparator();

    private final Address address;
    private final List<Discovered> all;

    DiscoveryReport(Address address, List<Discovered> all) {
        this.address = address;
        this.all = all;
    }

    /** Servers, what to know of them, the sink's settings, and all that was tried. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        all.forEach(each -> appendFinding(text, each));
        submission().ifPresent(finding -> appendSettings(text, finding));
        text.append(END).append("Tried:").append(END);
        for (Discovered each : all) {
            for (Attempt attempt : each.attempts()) {
                text.append("  ")
                        .append(each.service())
                        .append("  ")
                        .append(attempt)
                        .append(END);
            }
        }
        return text.toString();
    }

    private void appendFinding(StringBuilder text, Discovered each) {
        text.append(each.service()).append("  ");
        Optional<Finding> finding = each.finding();
        text.append(finding.map(Finding::toString).orElse("not found")).append(END);
        finding.flatMap(Finding::doubt)
                .ifPresent(doubt ->
                        text.append("  Mind: ").append(doubt).append('.').append(END));
    }

    private Optional<Finding> submission() {
        return all.stream()
                .filter(each -> each.service() == MailService.SUBMISSION)
                .map(Discovered::finding)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private void appendSettings(StringBuilder text, Finding finding) {
        Provider provider = finding.provider();
        text.append(END).append("For the sink connector:").append(END);
        String lines = settings(finding).entrySet().stream()
                .map(setting -> "  " + quoted(setting.getKey()) + ": " + quoted(setting.getValue()))
                .collect(Collectors.joining("," + END));
        text.append(lines).append(END);
        if (provider != null) {
            text.append("  ")
                    .append(provider.title())
                    .append(" takes ")
                    .append(logins(provider))
                    .append(END);
        }
    }

    private Map<String, String> settings(Finding finding) {
        Map<String, String> settings = new LinkedHashMap<>();
        MailEndpoint endpoint = finding.endpoint();
        Provider provider = finding.provider();
        if (provider != null
                && provider.endpoint(MailService.SUBMISSION)
                        .filter(endpoint::equals)
                        .isPresent()) {
            settings.put("smtp.relay", provider.name());
        } else {
            settings.put("smtp.host", endpoint.host());
            settings.put("smtp.port", String.valueOf(endpoint.port()));
            settings.put("smtp.tls", endpoint.protection() == Protection.IMPLICIT ? "implicit" : "required");
        }
        settings.put("smtp.username", address.toString());
        if (provider != null && !provider.takesPassword()) {
            settings.put("smtp.oauth.token.endpoint", String.valueOf(provider.tokenEndpoint()));
            settings.put("smtp.oauth.client.id", "...");
            settings.put("smtp.oauth.refresh.token", "...");
        } else {
            settings.put("smtp.password", "...");
        }
        return settings;
    }

    private static String logins(Provider provider) {
        String kinds = provider.logins().stream()
                .map(kind -> switch (kind) {
                    case PASSWORD -> "a password";
                    case APP_PASSWORD -> "an app password";
                    case OAUTH2 -> "a token (OAuth 2.0, " + provider.tokenEndpoint() + ")";
                    case ADDRESS -> "no login from addresses that it knows";
                })
                .collect(Collectors.joining(", or "));
        return kinds + "; user name and password: " + provider.credentials() + ".";
    }

    // RFC 8259 §7; the rest of an address and of host names needs nothing
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
