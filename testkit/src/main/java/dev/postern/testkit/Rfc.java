package dev.postern.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the RFC requirements that a test proves, each as {@code "5321#4.1.4"}: number and section.
 *
 * <p>Every line of {@code docs/rfc.tsv} that says "yes" needs a test that cites it; the build fails otherwise.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rfc {
    /** The requirements, each as number, {@code #} and section. */
    String[] value();
}
