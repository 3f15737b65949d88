package dev.postern.jca;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which subjects, decoded, a method of an {@link AnnotatedMailListener} takes: <code>*[#{ticket}]*</code>. A <code>{placeholder}</code> stands for one or more characters, {@code *} for
 * any number; all else for itself, in either case. A mail without a subject has an empty one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Subject {
    /** The pattern. */
    String value();
}
