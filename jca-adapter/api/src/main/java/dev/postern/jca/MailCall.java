package dev.postern.jca;

/** One mail, and the method of an {@link AnnotatedMailListener} that it fits. Made by the resource adapter. */
@FunctionalInterface
public interface MailCall {
    /**
     * Calls the method.
     *
     * @param bean of the class whose method it is
     * @throws Exception what the method throws
     */
    void on(AnnotatedMailListener bean) throws Exception;
}
