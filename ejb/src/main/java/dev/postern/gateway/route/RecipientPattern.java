package dev.postern.gateway.route;

import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which recipients a line is about: {@code bob@example.org}, which also stands for bob with any tag; {@code *@example.org} or in short {@code example.org}; {@code
 * bounces-*@example.org}, where a star stands for any text; {@code *@*.example.org} for all domains below one; {@code *} for all. Case doesn't count.
 *
 * @param local what stands between the stars of the local part, in lower case: without a star one text
 * @param domain in lower case; empty for all
 * @param below whether it is about the domains below this one
 */
record RecipientPattern(List<String> local, String domain, boolean below) {
    private static final int MOST_STARS = 4;
    private static final List<String> ANYBODY = List.of("", "");

    /** @throws IllegalArgumentException if it is none; the message says what is wrong */
    static RecipientPattern parse(String text) {
        if (text.equals("*")) {
            return new RecipientPattern(ANYBODY, "", false);
        }
        int at = text.lastIndexOf('@');
        String local = at < 0 ? "*" : text.substring(0, at);
        String host = text.substring(at + 1);
        boolean all = host.equals("*");
        boolean below = host.startsWith("*.");
        if (at == 0) {
            throw new IllegalArgumentException(text + " names nobody: write *" + text);
        }
        String domain =
                all ? "" : Domain.parse(below ? host.substring(2) : host).text().toLowerCase(Locale.ROOT);
        if (local.indexOf('*') < 0 && !all && !below) {
            Address.parse(text);
        }
        List<String> parts = List.of(local.toLowerCase(Locale.ROOT).split("\\*", -1));
        if (parts.size() > MOST_STARS + 1) {
            throw new IllegalArgumentException(text + " has more than " + MOST_STARS + " stars before the @");
        }
        return new RecipientPattern(parts, domain, below);
    }

    /** What it is found by, where it is about one address or all of one domain; else null. */
    @Nullable
    String key() {
        if (below || domain.isEmpty()) {
            return null;
        }
        if (local.size() == 1) {
            return local.get(0) + '@' + domain;
        }
        return local.equals(ANYBODY) ? '@' + domain : null;
    }

    /** Whether it is about one address. */
    boolean isOfOne() {
        return local.size() == 1 && !domain.isEmpty() && !below;
    }

    /** Whether it is about this local part at this domain, both in lower case. */
    boolean fits(String name, String host) {
        if (!domain.isEmpty()) {
            boolean inside =
                    below ? host.length() > domain.length() + 1 && host.endsWith("." + domain) : host.equals(domain);
            if (!inside) {
                return false;
            }
        }
        return local.size() == 1 ? name.equals(local.get(0)) : fits(name);
    }

    // Each text as early as it goes: what is left for the others can't be more.
    private boolean fits(String name) {
        String first = local.get(0);
        String last = local.get(local.size() - 1);
        if (name.length() < first.length() + last.length() || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        int from = first.length();
        int end = name.length() - last.length();
        for (String part : local.subList(1, local.size() - 1)) {
            int found = name.indexOf(part, from);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            from = found + part.length();
        }
        return true;
    }
}
