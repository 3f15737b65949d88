package dev.postern.jca.method;

import dev.postern.jca.AnnotatedMailListener;
import dev.postern.jca.InboundMail;
import dev.postern.jca.MailCall;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of a bean that take mail, the most specific first. Safe for use by several threads. */
public final class MailMethods {
    private final List<MailMethod> methods;

    private MailMethods(List<MailMethod> methods) {
        this.methods = List.copyOf(methods);
    }

    /**
     * What is called for a mail.
     *
     * @param method of the bean's class
     * @param arguments what it is called with
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Call(Method method, Object[] arguments) implements MailCall {
        @Override
        public void on(AnnotatedMailListener bean) throws Exception {
            try {
                method.invoke(bean, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Exception thrown) {
                    throw thrown;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        }
    }

    /**
     * Reads the annotations of this bean and of the classes above it.
     *
     * @throws BindingException if it has no method that takes mail, or one that can't be called, or two that a mail could fit alike
     */
    public static MailMethods of(Class<?> bean) throws BindingException {
        refuseHidden(bean);
        List<MailMethod> methods = new ArrayList<>();
        for (Method method : bean.getMethods()) {
            if (MailMethod.isOne(method)) {
                methods.add(MailMethod.of(method));
            }
        }
        if (methods.isEmpty()) {
            throw new BindingException(bean.getName()
                    + " has no method that takes mail: put @Recipient, @Subject or @From before a public one");
        }
        refuseTies(methods);
        methods.sort(MailMethod::compareSpecificity);
        return new MailMethods(methods);
    }

    private static void refuseHidden(Class<?> bean) throws BindingException {
        for (Class<?> type = bean; type != null && type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (MailMethod.isOne(method)) {
                    MailMethod.of(method);
                }
            }
        }
    }

    private static void refuseTies(List<MailMethod> methods) throws BindingException {
        for (int i = 0; i < methods.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (methods.get(i).isTiedWith(methods.get(j))) {
                    throw new BindingException("a mail could fit " + methods.get(j) + " and " + methods.get(i)
                            + " alike: make the pattern of one more specific than that of the other");
                }
            }
        }
    }

    /**
     * The call for this mail, or null where it fits no method.
     *
     * @throws IOException if the mail can't be read
     */
    public @Nullable Call callFor(InboundMail mail) throws IOException {
        MailFacts facts = new MailFacts(mail);
        MailMethod.Fit best = null;
        for (MailMethod each : methods) {
            if (best != null && best.method().compareSpecificity(each) != 0) {
                break;
            }
            MailMethod.Fit fit = each.fit(facts);
            if (fit != null && (best == null || fit.recipient() < best.recipient())) {
                best = fit;
            }
        }
        return best == null ? null : new Call(best.method().method(), best.arguments());
    }
}
