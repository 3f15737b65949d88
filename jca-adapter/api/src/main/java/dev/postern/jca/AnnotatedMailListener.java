package dev.postern.jca;

/**
 * The interface of message-driven beans whose methods say by annotation which mail they take, in place of {@link MailListener}:
 *
 * <pre>{@code
 * @MessageDriven(activationConfig = ...)
 * public class Tickets implements AnnotatedMailListener {
 *     @Recipient("support+{ticket}@*")
 *     public void onAnswer(@Placeholder("ticket") long ticket, InboundMail mail) { ... }
 *
 *     @Recipient("support@*")
 *     @Subject("*urgent*")
 *     public void onUrgentQuestion(InboundMail mail) { ... }
 *
 *     @Recipient("*@*")
 *     public void onOther(InboundMail mail) { ... }
 * }
 * }</pre>
 *
 * <p>A method has one or more of {@link Recipient}, {@link Subject} and {@link From}, and takes mail that fits all of them. What stands in
 * the place of a <code>{placeholder}</code> becomes the parameter of that name: its {@link Placeholder}, else the name that it was compiled with
 * ({@code javac -parameters}). A parameter may be a String, or an int or long: then the mail fits only where a number stands there. One more may
 * be the {@link InboundMail}.
 *
 * <p>Each mail is brought to one method, in its transaction, as to {@link MailListener#onMail}: that one of those it fits whose recipient pattern
 * has the most characters that are no placeholder and no {@code *}; then the same of subject and of sender. Two methods that a mail could fit
 * alike, and all else that can't work, fail the deployment. A mail that fits no method is refused with {@code 550 5.7.1}.
 */
public interface AnnotatedMailListener {
    /**
     * Takes a mail to the method that it fits. This is what the application server calls, so that its annotations belong here: not every server looks for them on the class, and none on
     * the methods that take mail. A bean that works in no transaction overrides it:
     *
     * <pre>{@code
     * @Override
     * @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
     * public void onMail(MailCall call) throws Exception {
     *     call.on(this);
     * }
     * }</pre>
     *
     * @param call from the resource adapter
     * @throws Exception what the method throws
     */
    default void onMail(MailCall call) throws Exception {
        call.on(this);
    }
}
