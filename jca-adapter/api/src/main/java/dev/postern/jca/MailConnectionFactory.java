package dev.postern.jca;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import java.io.Serializable;

/** Where an application gets connections for sending mail; looked up by JNDI or injected with {@code @Resource}. Safe for use by several threads. */
public interface MailConnectionFactory extends Serializable, Referenceable {
    /**
     * A connection, from the application server's pool; it is cheap, so get one where mail is sent, and close it there.
     *
     * @throws ResourceException if there is none, or a setting is wrong; the message names it
     */
    MailConnection getConnection() throws ResourceException;
}
