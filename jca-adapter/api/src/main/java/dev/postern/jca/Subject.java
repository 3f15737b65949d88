package dev.postern.jca;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which subjects, decoded, a method of an {@link AnnotatedMailListener} takes: <code>*[#{ticket}]*</code>. A mail without a subject has an
 * empty one.
 *
 * <p>A <code>{placeholder}</code> stands for one or more characters and {@code *} for any number; all else stands for itself, in either case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Subject {
    /** The pattern. */
    String value();
}
