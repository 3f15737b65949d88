package dev.postern.jca;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The placeholder whose text a parameter of a method of an {@link AnnotatedMailListener} gets. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Placeholder {
    /** Its name, without braces. */
    String value();
}
