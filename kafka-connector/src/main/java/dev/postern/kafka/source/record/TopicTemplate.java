package dev.postern.kafka.source.record;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The topic of a mail: {@code mail.${domain}}. Who a mail is for is what a stranger has written, and a broker may make a topic of every name
 * that it hears: so only names that the settings know become part of one, and all else is {@code other}.
 */
final class TopicTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9._-]");
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final int LONGEST_TOPIC = 249;
    private static final String OTHER = "other";

    /** What may stand in a template. */
    static final List<String> VARIABLES = List.of("domain", "recipient");

    private final String template;
    private final Set<String> known = new HashSet<>();

    /**
     * A template.
     *
     * @param known the domains and addresses that may have topics
     */
    TopicTemplate(String template, List<String> known) {
        this.template = template;
        known.forEach(name -> this.known.add(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * What is wrong with a template; null where nothing is.
     *
     * @param template as it is set
     */
    static @Nullable String fault(String template) {
        for (MatchResult variable : VARIABLE.matcher(template).results().toList()) {
            if (!VARIABLES.contains(variable.group(1))) {
                return "may hold ${" + String.join("} and ${", VARIABLES) + "}, not " + variable.group();
            }
        }
        String rest = VARIABLE.matcher(template).replaceAll("");
        boolean plain =
                rest.isEmpty() ? isVariable(template) : LEGAL.matcher(rest).matches();
        boolean named = plain && !template.equals(".") && !template.equals("..");
        return named
                ? null
                : "the name of a topic is 1 to 249 letters, digits, dots, dashes or underscores, and ${"
                        + String.join("} or ${", VARIABLES) + "}";
    }

    /** Whether mails go to several topics. */
    static boolean isVariable(String template) {
        return VARIABLE.matcher(template).find();
    }

    /** Whether mails go to several topics. */
    boolean isVariable() {
        return isVariable(template);
    }

    /**
     * The topic for mail to a recipient.
     *
     * @param recipient null where none is known
     */
    String of(@Nullable String recipient) {
        if (!isVariable(template)) {
            return template;
        }
        String address = recipient == null ? "" : recipient.toLowerCase(Locale.ROOT);
        String domain = address.substring(address.lastIndexOf('@') + 1);
        String topic = VARIABLE.matcher(template)
                .replaceAll(variable ->
                        Matcher.quoteReplacement(part(variable.group(1).equals("domain") ? domain : address)));
        return topic.length() > LONGEST_TOPIC || topic.equals(".") || topic.equals("..") ? OTHER : topic;
    }

    private String part(String name) {
        return known.contains(name) ? ILLEGAL.matcher(name).replaceAll("_") : OTHER;
    }
}
