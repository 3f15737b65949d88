package dev.postern.jca;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which senders, by the first address of the field From, a method of an {@link AnnotatedMailListener} takes mail of: {@code *@example.org},
 * written as a {@link Recipient} is. Anybody may have written that field: it proves nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface From {
    /** The pattern. */
    String value();
}
