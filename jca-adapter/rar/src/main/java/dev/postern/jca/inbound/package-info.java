/**
 * The resource adapter's inbound side (Jakarta Connectors 2.1): a listener for each message-driven bean.
 *
 * <p>A mail's way: {@link dev.postern.jca.inbound.PosternResourceAdapter#endpointActivation} opens an {@link dev.postern.smtp.server.SmtpServer}, whose
 * mail waits in the {@code Dispatcher} for its turn, is brought to the bean by a {@code Delivery} on a thread of the application server,
 * and is answered as the bean's transaction ended.
 */
@NullMarked
package dev.postern.jca.inbound;

import org.jspecify.annotations.NullMarked;
