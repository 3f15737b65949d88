package dev.postern.jca.method;

import dev.postern.jca.From;
import dev.postern.jca.Recipient;
import dev.postern.jca.Subject;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a mail a pattern is about, in the order in which they decide between methods. */
enum Criterion {
    RECIPIENT("@Recipient", true) {
        @Override
        @Nullable
        String pattern(Method method) {
            Recipient annotation = method.getAnnotation(Recipient.class);
            return annotation == null ? null : annotation.value();
        }

        @Override
        List<String> texts(MailFacts mail) {
            return mail.recipients();
        }
    },
    SUBJECT("@Subject", false) {
        @Override
        @Nullable
        String pattern(Method method) {
            Subject annotation = method.getAnnotation(Subject.class);
            return annotation == null ? null : annotation.value();
        }

        @Override
        List<String> texts(MailFacts mail) throws IOException {
            return mail.subject();
        }
    },
    FROM("@From", true) {
        @Override
        @Nullable
        String pattern(Method method) {
            From annotation = method.getAnnotation(From.class);
            return annotation == null ? null : annotation.value();
        }

        @Override
        List<String> texts(MailFacts mail) throws IOException {
            return mail.from();
        }
    };

    private final String annotation;
    private final boolean address;

    Criterion(String annotation, boolean address) {
        this.annotation = annotation;
        this.address = address;
    }

    /** What the method says of it, or null. */
    abstract @Nullable String pattern(Method method);

    /** What a mail has of it; one of them must fit. */
    abstract List<String> texts(MailFacts mail) throws IOException;

    String annotation() {
        return annotation;
    }

    /** Whether wildcards end at an at sign. */
    boolean isAddress() {
        return address;
    }
}
