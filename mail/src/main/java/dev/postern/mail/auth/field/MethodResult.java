package dev.postern.mail.auth.field;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one method (RFC 8601 §2.2, resinfo), such as {@code dkim=pass header.d=example.org}.
 *
 * @param method in lower case, such as {@code dkim} (RFC 8601 §2.7)
 * @param result in lower case, such as {@code pass}
 * @param reason for people: why; null where none is given
 * @param properties what the result is about
 */
public record MethodResult(
        String method, String result, @Nullable String reason, List<Property> properties) {
    /** @throws IllegalArgumentException if method or result is no keyword in lower case */
    public MethodResult {
        Keyword.check(method);
        Keyword.check(result);
        properties = List.copyOf(properties);
    }

    /** A result without reason and properties. */
    public static MethodResult of(String method, String result) {
        return new MethodResult(method, result, null, List.of());
    }

    /** The same with a reason; without one where it is empty. */
    public MethodResult because(String why) {
        return new MethodResult(method, result, why.isEmpty() ? null : why, properties);
    }

    /** The same with a further property. */
    public MethodResult with(String type, String name, String value) {
        List<Property> more = new ArrayList<>(properties);
        more.add(new Property(type, name, value));
        return new MethodResult(method, result, reason, more);
    }
}
