package dev.postern.jca.method;

import dev.postern.jca.InboundMail;
import dev.postern.jca.Placeholder;
import java.lang.reflect.Parameter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a parameter of a method comes from.
 *
 * @param placeholder its name; null for the mail itself
 */
record Argument(@Nullable String placeholder, Class<?> type) {
    /** @throws BindingException if nothing can be said of it */
    static Argument of(Parameter parameter) throws BindingException {
        Class<?> type = parameter.getType();
        if (type == InboundMail.class) {
            return new Argument(null, type);
        }
        if (type != String.class && !isNumber(type)) {
            throw new BindingException(
                    "a parameter is a String, an int, a long or the InboundMail, and not a " + type.getName());
        }
        Placeholder annotation = parameter.getAnnotation(Placeholder.class);
        if (annotation == null && !parameter.isNamePresent()) {
            throw new BindingException(
                    "it is compiled without the names of its parameters, so that nobody knows which placeholder"
                            + " is which: put @Placeholder(\"name\") before each, or compile with -parameters");
        }
        return new Argument(annotation == null ? parameter.getName() : annotation.value(), type);
    }

    private static boolean isNumber(Class<?> type) {
        return type == int.class || type == long.class || type == Integer.class || type == Long.class;
    }

    boolean isNumber() {
        return isNumber(type);
    }

    /**
     * What the method is called with.
     *
     * @throws NumberFormatException if it is too large for its type
     */
    @Nullable
    Object value(InboundMail mail, Map<String, String> found) {
        String text = found.get(placeholder);
        if (placeholder == null || text == null) {
            return mail;
        }
        if (type == String.class) {
            return text;
        }
        return type == int.class || type == Integer.class ? (Object) Integer.valueOf(text) : Long.valueOf(text);
    }
}
