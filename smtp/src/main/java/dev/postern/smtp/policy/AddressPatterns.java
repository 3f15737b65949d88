package dev.postern.smtp.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Addresses by their form: {@code bob@example.org}; {@code *@example.org} or {@code bounces+*=*@example.org}, where a star stands for any
 * text; {@code /regular expression/} for the whole address. Case does not count.
 *
 * <p>An exact address also stands for itself with a tag: {@code bob@example.org} for {@code bob+lists@example.org}, unless that is switched
 * off. The time of a match grows with the length of the address and not more (RE2), so that no address is costly.
 */
public final class AddressPatterns {
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

    private final boolean tags;
    private final Set<String> exact = new HashSet<>();
    private final List<Pattern> patterns = new ArrayList<>();

    private AddressPatterns(boolean tags) {
        this.tags = tags;
    }

    /**
     * Reads patterns.
     *
     * @param tags whether an exact address stands for itself with any {@code +tag} too
     * @throws IllegalArgumentException if one of them is none; the message repeats it
     */
    public static AddressPatterns parse(List<String> texts, boolean tags) {
        AddressPatterns patterns = new AddressPatterns(tags);
        for (String text : texts) {
            try {
                patterns.add(text);
            } catch (MalformedAddressException | PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        text + " is not a pattern such as *@example.org: " + e.getMessage(), e);
            }
        }
        return patterns;
    }

    /** Whether the address has one of the forms. */
    public boolean match(Address address) {
        String local = address.localPart().toLowerCase(Locale.ROOT);
        String domain = '@' + domain(address);
        if (exact.contains(local + domain)) {
            return true;
        }
        int tag = tags ? local.indexOf('+') : -1;
        if (tag > 0 && exact.contains(local.substring(0, tag) + domain)) {
            return true;
        }
        for (Pattern pattern : patterns) {
            if (pattern.matches(local + domain)) {
                return true;
            }
        }
        return false;
    }

    private void add(String text) {
        if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
            patterns.add(Pattern.compile(text.substring(1, text.length() - 1), FLAGS));
            return;
        }
        int at = text.lastIndexOf('@');
        if (text.indexOf('*') < 0 || at <= 0) {
            Address address = Address.parse(text);
            exact.add(address.localPart().toLowerCase(Locale.ROOT) + '@' + domain(address));
            return;
        }
        String domain = text.substring(at + 1);
        String host = domain.indexOf('*') < 0 ? Domain.parse(domain).text() : domain;
        patterns.add(Pattern.compile(expression(text.substring(0, at), ".*") + '@' + expression(host, "[^@]*"), FLAGS));
    }

    // a literal keeps the case that it came in
    private static String domain(Address address) {
        return address.domain().text().toLowerCase(Locale.ROOT);
    }

    private static String expression(String text, String star) {
        StringBuilder expression = new StringBuilder();
        int start = 0;
        for (int i = text.indexOf('*'); i >= 0; i = text.indexOf('*', start)) {
            expression.append(Pattern.quote(text.substring(start, i))).append(star);
            start = i + 1;
        }
        return expression.append(Pattern.quote(text.substring(start))).toString();
    }
}
