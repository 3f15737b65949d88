package dev.postern.kafka.source.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which folders of an account are read. */
final class FolderPatterns {
    private static final String INBOX = "INBOX";

    private final List<Pattern> wanted = new ArrayList<>();
    private final List<Pattern> unwanted = new ArrayList<>();
    private final List<String> names;

    /** @param patterns as settings have them, with / for the server's own delimiter */
    FolderPatterns(List<String> patterns) {
        this.names = List.copyOf(patterns);
        for (String pattern : patterns) {
            if (pattern.startsWith("!")) {
                unwanted.add(compiled(pattern.substring(1)));
            } else {
                wanted.add(compiled(pattern));
            }
        }
    }

    /** Whether they are just names: then the server need not be asked what folders there are. */
    boolean areNames() {
        return names.stream().noneMatch(name -> name.matches(".*[*%!/].*"));
    }

    List<String> names() {
        return names;
    }

    /**
     * Whether a folder is read.
     *
     * @param delimiter of the server
     */
    boolean matches(String folder, char delimiter) {
        String name = folder.equalsIgnoreCase(INBOX) ? INBOX : delimiter == 0 ? folder : folder.replace(delimiter, '/');
        return wanted.stream().anyMatch(pattern -> pattern.matcher(name).matches())
                && unwanted.stream().noneMatch(pattern -> pattern.matcher(name).matches());
    }

    private static Pattern compiled(String pattern) {
        if (pattern.equalsIgnoreCase(INBOX)) {
            return Pattern.compile(INBOX);
        }
        StringBuilder regex = new StringBuilder();
        pattern.chars()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '%' -> "[^/]*";
                            default -> Pattern.quote(String.valueOf((char) c));
                        }));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
