package dev.postern.jca;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which recipients a method of an {@link AnnotatedMailListener} takes mail for: <code>support+{ticket}@*</code>. Of several recipients one
 * must fit; the first that does fills the placeholders.
 *
 * <p>A <code>{placeholder}</code> stands for one or more characters and {@code *} for any number, neither for an at sign; all else stands
 * for itself, in either case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Recipient {
    /** The pattern. */
    String value();
}
