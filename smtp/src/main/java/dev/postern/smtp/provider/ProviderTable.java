package dev.postern.smtp.provider;

import dev.postern.mail.Domain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The providers that are known. */
public final class ProviderTable {
    private static final String RESOURCE = "providers.tsv";
    private static final Pattern REGION = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

    private final List<ProviderRow> rows;

    ProviderTable(List<ProviderRow> rows) {
        this.rows = List.copyOf(rows);
    }

    /** The table that comes with this library. */
    public static ProviderTable shipped() {
        return Shipped.TABLE;
    }

    /** @throws IllegalArgumentException if a line is not well-formed; the message names it */
    static ProviderTable parse(String text) {
        List<ProviderRow> rows = new ArrayList<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> rows.add(ProviderRow.parse(line)));
        return new ProviderTable(rows);
    }

    /** What settings may name, such as {@code gmail} and {@code ses:REGION}. */
    public List<String> names() {
        return rows.stream().map(ProviderRow::name).toList();
    }

    /**
     * The provider of this name.
     *
     * @param text such as {@code gmail} or {@code ses:eu-west-1}, in any case
     * @throws IllegalArgumentException if none is called so; the message says what there is
     */
    public Provider named(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        int colon = wanted.indexOf(':');
        String name = colon < 0 ? wanted : wanted.substring(0, colon);
        ProviderRow row = rows.stream()
                .filter(each -> each.shortName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of " + String.join(", ", names())));
        if (!row.takesRegion() && colon >= 0) {
            throw new IllegalArgumentException("must be " + name + " alone, without anything behind it");
        }
        if (row.takesRegion() && (colon < 0 || !isRegion(wanted.substring(colon + 1)))) {
            throw new IllegalArgumentException("must name a region behind " + name + ", such as " + name
                    + ":eu-west-1: lower-case letters, digits and hyphens, at most 32");
        }
        return row.provider(colon < 0 ? "" : wanted.substring(colon + 1));
    }

    /** Whose users have their addresses in this domain of its own, if that is known. */
    public Optional<Provider> ofDomain(Domain domain) {
        return fixed().stream()
                .filter(provider -> provider.domains().contains(domain.text()))
                .findFirst();
    }

    /** Whose customers' domains have this MX host, if that is known; the host in lower case without the final dot. */
    public Optional<Provider> ofExchanger(String host) {
        return fixed().stream().filter(provider -> provider.isExchanger(host)).findFirst();
    }

    /** Who has a server of this name, if that is known; the host in lower case without the final dot. */
    public Optional<Provider> ofServer(String host) {
        return fixed().stream()
                .filter(provider -> provider.endpoints().values().stream()
                        .anyMatch(endpoint -> endpoint.host().equals(host)))
                .findFirst();
    }

    private List<Provider> fixed() {
        return rows.stream()
                .filter(row -> !row.takesRegion())
                .map(row -> row.provider(""))
                .toList();
    }

    private static boolean isRegion(String text) {
        return REGION.matcher(text).matches();
    }

    /** Read when it is first asked for. */
    private static final class Shipped {
        private static final ProviderTable TABLE = read();

        private static ProviderTable read() {
            try (InputStream in = ProviderTable.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("there is no " + RESOURCE + " beside this class");
                }
                return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
