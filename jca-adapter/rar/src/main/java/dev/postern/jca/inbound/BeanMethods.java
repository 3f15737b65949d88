package dev.postern.jca.inbound;

import dev.postern.jca.AnnotatedMailListener;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailCall;
import dev.postern.jca.MailListener;
import dev.postern.jca.method.BindingException;
import dev.postern.jca.method.MailMethods;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What of a bean takes mail: {@link MailListener#onMail}, or {@link AnnotatedMailListener#onMail} on its way to the method that its annotations name. */
final class BeanMethods {
    private final @Nullable MailMethods annotated;
    private final Method onMail;
    private final boolean transacted;

    private BeanMethods(@Nullable MailMethods annotated, Method onMail, boolean transacted) {
        this.annotated = annotated;
        this.onMail = onMail;
        this.transacted = transacted;
    }

    /** @throws ResourceException if the bean has none, or its annotations can't work; the message says why */
    static BeanMethods of(MessageEndpointFactory factory) throws ResourceException {
        MailMethods annotated = annotated(factory.getEndpointClass());
        try {
            Method onMail = annotated == null
                    ? MailListener.class.getMethod("onMail", InboundMail.class)
                    : AnnotatedMailListener.class.getMethod("onMail", MailCall.class);
            return new BeanMethods(annotated, onMail, factory.isDeliveryTransacted(onMail));
        } catch (NoSuchMethodException e) {
            throw new ResourceException("the application server does not know the method onMail of the bean", e);
        }
    }

    private static @Nullable MailMethods annotated(Class<?> bean) throws ResourceException {
        if (!AnnotatedMailListener.class.isAssignableFrom(bean)) {
            return null;
        }
        if (MailListener.class.isAssignableFrom(bean)) {
            throw new ResourceException(
                    bean.getName() + " is both a MailListener and an AnnotatedMailListener: leave one");
        }
        try {
            return MailMethods.of(bean);
        } catch (BindingException e) {
            throw new ResourceException("the bean can't take mail: " + e.getMessage(), e);
        }
    }

    /** What of the bean the application server calls. */
    Method onMail() {
        return onMail;
    }

    /** Whether the container runs it in a transaction. */
    boolean isTransacted() {
        return transacted;
    }

    /**
     * What it is called with for this mail, or null where the bean takes none like it.
     *
     * @throws IOException if the mail can't be read
     */
    @Nullable
    Object argumentFor(InboundMail mail) throws IOException {
        return annotated == null ? mail : annotated.callFor(mail);
    }

    /** Calls the bean, and gives back what it throws, or null. */
    @Nullable
    Throwable call(MessageEndpoint bean, Object argument) {
        try {
            onMail.invoke(bean, argument);
            return null;
        } catch (InvocationTargetException e) { // whatever the bean throws, the client gets its reply
            return e.getCause() == null ? e : e.getCause();
        } catch (IllegalAccessException | IllegalArgumentException e) {
            return e;
        }
    }
}
