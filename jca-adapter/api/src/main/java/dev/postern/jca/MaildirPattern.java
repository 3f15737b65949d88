package dev.postern.jca;

import dev.postern.mail.Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of a mailbox: a path, which may hold {@code {user}} and {@code {domain}} of the recipient.
 *
 * <p>Whatever strangers put into an address names one directory and never leads out of it: all but letters, digits and a few signs is written in hexadecimal digits behind a percent
 * sign, as is a dot at the start.
 *
 * @param base what has no placeholder at the start of the path; of a path without any all but the last name
 * @param rest what stands behind it
 */
public record MaildirPattern(Path base, Path rest) {
    private static final String USER = "{user}";
    private static final String DOMAIN = "{domain}";
    private static final Pattern NAME = Pattern.compile("(?:[^{}]|\\{user}|\\{domain})+");
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789+-_=.";

    static MaildirPattern parse(String text) {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(text + " is no path: " + e.getReason(), e);
        }
        if (!path.isAbsolute() || path.getNameCount() < 2 || !path.equals(path.normalize())) {
            throw new IllegalArgumentException(
                    "a maildir is an absolute path of two names at least, without . and .., such as /srv/mail/{domain}/{user}");
        }
        int fixed = 0;
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            String name = path.getName(i).toString();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(name + " holds a brace, which is for {user} and {domain} alone");
            }
            fixed = holdsPlaceholder(name) ? i : fixed;
        }
        boolean none = Stream.of(USER, DOMAIN).noneMatch(text::contains);
        int names = none ? path.getNameCount() - 1 : fixed;
        if (names == 0) {
            throw new IllegalArgumentException(
                    "a maildir begins with a directory that is there, as in /srv/mail/{user}");
        }
        Path root = path.getRoot();
        return new MaildirPattern(root.resolve(path.subpath(0, names)), path.subpath(names, path.getNameCount()));
    }

    private static boolean holdsPlaceholder(String name) {
        return name.contains(USER) || name.contains(DOMAIN);
    }

    /** The mailbox of this recipient, whose tag behind a {@code +} doesn't count. */
    public Path of(Address recipient) {
        Path directory = base;
        for (Path name : rest) {
            directory = directory.resolve(name.toString()
                    .replace(DOMAIN, safe(recipient.domain().text()))
                    .replace(USER, safe(user(recipient.localPart()))));
        }
        return directory;
    }

    private static String user(String localPart) {
        int plus = localPart.indexOf('+');
        return plus > 0 && localPart.charAt(0) != '"' ? localPart.substring(0, plus) : localPart;
    }

    private static String safe(String value) {
        StringBuilder safe = new StringBuilder(value.length());
        for (byte octet : value.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)) {
            boolean plain = PLAIN.indexOf((char) octet) >= 0 && (octet != '.' || !safe.isEmpty());
            if (plain) {
                safe.append((char) octet);
            } else {
                safe.append(String.format("%%%02X", octet));
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return base.resolve(rest).toString();
    }
}
