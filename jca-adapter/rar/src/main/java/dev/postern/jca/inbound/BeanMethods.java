package dev.postern.jca.inbound;

import dev.postern.jca.AnnotatedMailListener;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailListener;
import dev.postern.jca.method.BindingException;
import dev.postern.jca.method.MailMethods;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of a bean that take mail: that of {@link MailListener}, or those that its annotations name. */
final class BeanMethods {
    private static final Method ON_MAIL = onMail();

    private final @Nullable MailMethods annotated;
    private final Map<Method, Boolean> transacted;

    private BeanMethods(@Nullable MailMethods annotated, Map<Method, Boolean> transacted) {
        this.annotated = annotated;
        this.transacted = Map.copyOf(transacted);
    }

    /** @throws ResourceException if the bean has none, or its annotations can't work; the message says why */
    static BeanMethods of(MessageEndpointFactory factory) throws ResourceException {
        MailMethods annotated = annotated(factory.getEndpointClass());
        Map<Method, Boolean> transacted = new HashMap<>();
        for (Method method : annotated == null ? List.of(ON_MAIL) : annotated.methods()) {
            try {
                transacted.put(method, factory.isDeliveryTransacted(method));
            } catch (NoSuchMethodException e) {
                throw new ResourceException("the application server does not know " + method + " of the bean", e);
            }
        }
        return new BeanMethods(annotated, transacted);
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

    private static Method onMail() {
        try {
            return MailListener.class.getMethod("onMail", InboundMail.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("MailListener has lost its method", e);
        }
    }

    /**
     * What is called for this mail, or null where the bean takes none like it.
     *
     * @throws IOException if the mail can't be read
     */
    MailMethods.@Nullable Call callFor(InboundMail mail) throws IOException {
        return annotated == null ? new MailMethods.Call(ON_MAIL, new Object[] {mail}) : annotated.callFor(mail);
    }

    /** Whether the container runs the method in a transaction. */
    boolean isTransacted(Method method) {
        return Boolean.TRUE.equals(transacted.get(method));
    }

    /** Calls the bean, and gives back what it throws, or null. */
    static @Nullable Throwable call(MessageEndpoint bean, MailMethods.Call call) {
        try {
            call.method().invoke(bean, call.arguments());
            return null;
        } catch (InvocationTargetException e) { // whatever the bean throws, the client gets its reply
            return e.getCause() == null ? e : e.getCause();
        } catch (IllegalAccessException | IllegalArgumentException e) {
            return e;
        }
    }
}
