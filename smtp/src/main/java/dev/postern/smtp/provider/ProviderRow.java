package dev.postern.smtp.provider;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One line of the table: a provider, or one for each region. */
final class ProviderRow {
    private static final Pattern TAB = Pattern.compile("\t");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern SERVER = Pattern.compile("([a-z0-9.{}-]+):(\\d{1,5}) (tls|starttls)");
    private static final String NOTHING = "-";
    private static final String REGION = "{region}";
    private static final int COLUMNS = 10;

    private final List<String> cells;
    private final Map<MailService, Server> servers = new EnumMap<>(MailService.class);

    private record Server(String host, int port, Protection protection) {}

    private ProviderRow(List<String> cells) {
        this.cells = cells;
        server(MailService.SUBMISSION, 7);
        server(MailService.IMAP, 8);
        server(MailService.POP3, 9);
    }

    /** @throws IllegalArgumentException if it is not well-formed */
    static ProviderRow parse(String line) {
        List<String> cells = List.of(TAB.split(line, -1));
        if (cells.size() != COLUMNS || cells.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(COLUMNS + " columns with a tab between them, not: " + line);
        }
        return new ProviderRow(cells);
    }

    /** As users are told, such as {@code ses:REGION}. */
    String name() {
        return cells.get(0);
    }

    /** What stands before the colon. */
    String shortName() {
        int colon = name().indexOf(':');
        return colon < 0 ? name() : name().substring(0, colon);
    }

    boolean takesRegion() {
        return name().indexOf(':') >= 0;
    }

    /** @param region empty where the row takes none */
    Provider provider(String region) {
        Map<MailService, MailEndpoint> endpoints = new EnumMap<>(MailService.class);
        servers.forEach((service, server) -> endpoints.put(
                service,
                new MailEndpoint(service, server.host().replace(REGION, region), server.port(), server.protection())));
        return new Provider(
                takesRegion() ? shortName() + ":" + region : name(),
                cells.get(1),
                list(2).stream().map(ProviderRow::login).toList(),
                cells.get(3),
                tokenEndpoint(),
                Set.copyOf(list(5)),
                list(6),
                endpoints);
    }

    private void server(MailService service, int column) {
        String cell = cells.get(column);
        if (cell.equals(NOTHING)) {
            return;
        }
        Matcher server = SERVER.matcher(cell);
        if (!server.matches()) {
            throw new IllegalArgumentException("host:port and tls or starttls, not " + cell + " for " + name());
        }
        Protection protection = server.group(3).equals("tls") ? Protection.IMPLICIT : Protection.STARTTLS;
        servers.put(service, new Server(server.group(1), Integer.parseInt(server.group(2)), protection));
    }

    private @Nullable URI tokenEndpoint() {
        return cells.get(4).equals(NOTHING) ? null : URI.create(cells.get(4));
    }

    private List<String> list(int column) {
        return cells.get(column).equals(NOTHING) ? List.of() : List.of(COMMA.split(cells.get(column), -1));
    }

    private static LoginKind login(String word) {
        return Stream.of(LoginKind.values())
                .filter(kind -> kind.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no way to log in: " + word));
    }
}
