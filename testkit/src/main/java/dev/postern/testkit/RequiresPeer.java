package dev.postern.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test, saying what to install, where one of these programs is absent; where the environment variable
 * POSTERN_PEERS_REQUIRED is {@code true}, such a test fails instead.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(PeerCondition.class)
public @interface RequiresPeer {
    /** The programs: postfix, dovecot, swaks, smtp-source, ... */
    String[] value();
}
