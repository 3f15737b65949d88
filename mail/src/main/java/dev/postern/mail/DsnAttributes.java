package dev.postern.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a sender wants to be told from attributes of an envelope (RFC 3461). */
public final class DsnAttributes {
    private static final Pattern RCPT =
            Pattern.compile("<(?<address>.+?)> (?<parameters>(?:NOTIFY|ORCPT)=.*)", Pattern.CASE_INSENSITIVE);

    private DsnAttributes() {}

    /**
     * Reads them.
     *
     * @param envelope the value of {@link EnvelopeAttributes#DSN}, or empty
     * @param recipients the values of {@link EnvelopeAttributes#DSN_TO}
     * @throws InvalidMailException if one can't be understood; the message names the header
     */
    public static DsnRequest read(String envelope, List<String> recipients) {
        Map<String, String> mail = parameters(EnvelopeAttributes.DSN, envelope, List.of("RET", "ENVID"));
        Map<Address, DsnRequest.Recipient> requests = recipients(recipients);
        try {
            return DsnParameters.request(mail.get("RET"), mail.get("ENVID")).withRecipients(requests);
        } catch (IllegalArgumentException e) {
            throw invalid(EnvelopeAttributes.DSN, e);
        }
    }

    private static Map<Address, DsnRequest.Recipient> recipients(List<String> values) {
        Map<Address, DsnRequest.Recipient> requests = new HashMap<>();
        for (String value : values) {
            Matcher rcpt = RCPT.matcher(value);
            if (!rcpt.matches()) {
                throw new InvalidMailException("the header " + EnvelopeAttributes.DSN_TO
                        + " is not an address in angle brackets, a space and NOTIFY= or ORCPT=");
            }
            Map<String, String> asked =
                    parameters(EnvelopeAttributes.DSN_TO, rcpt.group("parameters"), List.of("NOTIFY", "ORCPT"));
            try {
                requests.put(
                        Address.parse(rcpt.group("address")),
                        DsnParameters.recipient(asked.get("NOTIFY"), asked.get("ORCPT")));
            } catch (IllegalArgumentException e) {
                throw invalid(EnvelopeAttributes.DSN_TO, e);
            }
        }
        return requests;
    }

    private static Map<String, String> parameters(String header, String text, List<String> known) {
        Map<String, String> parameters = new HashMap<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(" +")) {
            int equals = word.indexOf('=');
            String keyword = equals < 0 ? word : word.substring(0, equals).toUpperCase(Locale.ROOT);
            if (equals < 0 || !known.contains(keyword) || parameters.put(keyword, word.substring(equals + 1)) != null) {
                throw new InvalidMailException(
                        "the header " + header + " holds other than one each of " + String.join("= and ", known) + "=");
            }
        }
        return parameters;
    }

    private static InvalidMailException invalid(String header, IllegalArgumentException reason) {
        return new InvalidMailException("the header " + header + ": " + reason.getMessage(), reason);
    }
}
