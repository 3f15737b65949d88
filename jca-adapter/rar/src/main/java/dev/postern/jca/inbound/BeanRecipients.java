package dev.postern.jca.inbound;

import dev.postern.jca.method.BindingException;
import dev.postern.jca.method.MailPattern;
import dev.postern.mail.Address;
import dev.postern.mail.Domain;
import dev.postern.mail.MalformedAddressException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which recipients a bean takes mail for: those that one of its patterns fits, or all where it has none. A pattern without a wildcard
 * stands for its address with a tag too, and is no less specific then.
 */
final class BeanRecipients {
    /** What no pattern fits. */
    static final int NONE = -1;

    private static final int ALL = 0;

    private final List<Form> forms;

    /**
     * One form of address.
     *
     * @param text the pattern as it was written
     * @param specificity how many characters that has, without wildcards
     */
    private record Form(String text, MailPattern pattern, int specificity) {}

    private BeanRecipients(List<Form> forms) {
        this.forms = List.copyOf(forms);
    }

    /**
     * Reads patterns.
     *
     * @param text they, with commas between them; blank for all recipients
     * @param tags whether an exact address stands for itself with any {@code +tag} too
     * @throws IllegalArgumentException if one of them is none; the message repeats it
     */
    static BeanRecipients parse(String text, boolean tags) {
        List<Form> forms = new ArrayList<>();
        for (String pattern :
                Arrays.stream(text.split(",", -1)).map(String::strip).toList()) {
            try {
                if (!pattern.isEmpty()) {
                    add(forms, pattern, tags);
                }
            } catch (BindingException | MalformedAddressException e) {
                throw new IllegalArgumentException(
                        pattern + " is not a pattern such as support+*@example.org: " + e.getMessage(), e);
            }
        }
        return new BeanRecipients(forms);
    }

    private static void add(List<Form> forms, String text, boolean tags) throws BindingException {
        int at = text.lastIndexOf('@');
        String local = text.substring(0, Math.max(0, at));
        String domain = text.substring(at + 1);
        boolean exact = !isWild(text);
        if (exact) {
            Address.parse(text);
        }
        String host = '@' + (isWild(domain) ? domain : Domain.parse(domain).text());
        MailPattern pattern = MailPattern.parse(at < 0 ? text : local + host, true);
        forms.add(new Form(text, pattern, pattern.specificity()));
        if (exact && tags && local.indexOf('+') < 0 && local.charAt(0) != '"') {
            forms.add(new Form(text, MailPattern.parse(local + "+*" + host, true), pattern.specificity()));
        }
    }

    private static boolean isWild(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('{') >= 0;
    }

    /** Whether it takes mail for all of them. */
    boolean areAll() {
        return forms.isEmpty();
    }

    /** How specific the most specific pattern is that fits the address, or {@link #NONE}. */
    int fit(Address recipient) {
        if (forms.isEmpty()) {
            return ALL;
        }
        String address = recipient.toString();
        int best = NONE;
        for (Form form : forms) {
            if (form.specificity() > best && form.pattern().match(address) != null) {
                best = form.specificity();
            }
        }
        return best;
    }

    /** Why it would not be clear whose mail some recipient's is, beside a bean that takes those others; null where it is. */
    @Nullable
    String conflict(BeanRecipients others) {
        if (forms.isEmpty() && others.forms.isEmpty()) {
            return "both take mail for all recipients";
        }
        for (Form mine : forms) {
            for (Form theirs : others.forms) {
                if (mine.specificity() == theirs.specificity() && mine.pattern().overlaps(theirs.pattern())) {
                    return mine.text().equalsIgnoreCase(theirs.text())
                            ? "both take mail for " + mine.text()
                            : "an address can fit both " + mine.text() + " and " + theirs.text()
                                    + ", of which none is more specific";
                }
            }
        }
        return null;
    }

    /** The patterns, for logs. */
    @Override
    public String toString() {
        return forms.isEmpty()
                ? "all recipients"
                : String.join(", ", forms.stream().map(Form::text).distinct().toList());
    }
}
