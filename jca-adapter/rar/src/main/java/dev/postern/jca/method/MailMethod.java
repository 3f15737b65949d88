package dev.postern.jca.method;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A method of a bean, the mail that it takes, and where its parameters come from. */
final class MailMethod {
    private final Method method;
    private final Map<Criterion, MailPattern> patterns;
    private final List<Argument> arguments;

    private MailMethod(Method method, Map<Criterion, MailPattern> patterns, List<Argument> arguments) {
        this.method = method;
        this.patterns = patterns;
        this.arguments = arguments;
    }

    /** Whether the method says which mail it takes. */
    static boolean isOne(Method method) {
        for (Criterion criterion : Criterion.values()) {
            if (criterion.pattern(method) != null && !method.isBridge()) {
                return true;
            }
        }
        return false;
    }

    /** @throws BindingException if it can't be called with what its annotations say; the message begins with the method */
    static MailMethod of(Method method) throws BindingException {
        try {
            checkForm(method);
            List<Argument> arguments = new ArrayList<>();
            for (Parameter parameter : method.getParameters()) {
                arguments.add(Argument.of(parameter));
            }
            return new MailMethod(method, patterns(method, arguments), arguments);
        } catch (BindingException e) {
            throw new BindingException(describe(method), e);
        }
    }

    // an application server may put a class of its own before the bean's, which passes on what it can override
    private static void checkForm(Method method) throws BindingException {
        int modifiers = method.getModifiers();
        if (!Modifier.isPublic(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
            throw new BindingException("a method that takes mail is public, and neither static nor final");
        }
        if (method.getReturnType() != void.class) {
            throw new BindingException("a method that takes mail returns nothing");
        }
    }

    private static Map<Criterion, MailPattern> patterns(Method method, List<Argument> arguments)
            throws BindingException {
        Set<String> wanted = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (Argument argument : arguments) {
            if (argument.placeholder() != null && wanted.add(argument.placeholder()) && argument.isNumber()) {
                numbers.add(argument.placeholder());
            }
        }
        Map<Criterion, MailPattern> patterns = new EnumMap<>(Criterion.class);
        Set<String> offered = new HashSet<>();
        for (Criterion criterion : Criterion.values()) {
            String text = criterion.pattern(method);
            if (text != null) {
                MailPattern pattern = parse(criterion, text).withNumbers(numbers);
                for (String name : pattern.names()) {
                    if (!offered.add(name)) {
                        throw new BindingException(
                                "{" + name + "} stands in two patterns, and may be different in each");
                    }
                }
                patterns.put(criterion, pattern);
            }
        }
        check(wanted, offered);
        return patterns;
    }

    private static MailPattern parse(Criterion criterion, String text) throws BindingException {
        try {
            return MailPattern.parse(text, criterion.isAddress());
        } catch (BindingException e) {
            throw new BindingException(criterion.annotation() + "(\"" + text + "\") is no pattern", e);
        }
    }

    private static void check(Set<String> wanted, Set<String> offered) throws BindingException {
        for (String name : wanted) {
            if (!offered.contains(name)) {
                throw new BindingException("no pattern has {" + name + "} for the parameter " + name);
            }
        }
        for (String name : offered) {
            if (!wanted.contains(name)) {
                throw new BindingException("no parameter takes {" + name + "}: write * where its text is of no use");
            }
        }
    }

    Method method() {
        return method;
    }

    /** Negative where this one is more specific than the other, 0 where neither is. */
    int compareSpecificity(MailMethod other) {
        for (Criterion criterion : Criterion.values()) {
            int difference = other.specificity(criterion) - specificity(criterion);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private int specificity(Criterion criterion) {
        MailPattern pattern = patterns.get(criterion);
        return pattern == null ? -1 : pattern.specificity();
    }

    /** Whether a mail could fit both, in the same way. */
    boolean isTiedWith(MailMethod other) {
        if (compareSpecificity(other) != 0) {
            return false;
        }
        for (Criterion criterion : Criterion.values()) {
            MailPattern mine = patterns.get(criterion);
            MailPattern theirs = other.patterns.get(criterion);
            if (mine != null && theirs != null && !mine.overlaps(theirs)) {
                return false;
            }
        }
        return true;
    }

    /**
     * How a mail fits.
     *
     * @param recipient the place of the recipient that fits; 0 where none is asked for
     * @param arguments what the method is called with
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fit(MailMethod method, int recipient, Object[] arguments) {}

    /**
     * How this mail fits, or null where it does not.
     *
     * @throws IOException if the mail can't be read
     */
    @Nullable
    Fit fit(MailFacts mail) throws IOException {
        Map<String, String> found = new HashMap<>();
        int recipient = 0;
        for (Map.Entry<Criterion, MailPattern> each : patterns.entrySet()) {
            List<String> texts = each.getKey().texts(mail);
            int first = firstMatch(each.getValue(), texts, found);
            if (first < 0) {
                return null;
            }
            recipient = each.getKey() == Criterion.RECIPIENT ? first : recipient;
        }
        try {
            return new Fit(
                    this,
                    recipient,
                    arguments.stream()
                            .map(each -> each.value(mail.mail(), found))
                            .toArray());
        } catch (NumberFormatException e) { // of more digits than its type has
            return null;
        }
    }

    private static int firstMatch(MailPattern pattern, List<String> texts, Map<String, String> found) {
        for (int i = 0; i < texts.size(); i++) {
            Map<String, String> placeholders = pattern.match(texts.get(i));
            if (placeholders != null) {
                found.putAll(placeholders);
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return describe(method);
    }

    private static String describe(Method method) {
        return method.getDeclaringClass().getName() + '.' + method.getName();
    }
}
