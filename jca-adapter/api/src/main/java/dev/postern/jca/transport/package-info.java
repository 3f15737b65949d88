/**
 * Jakarta Mail's way to the connection factory: applications that call {@code Transport.send} need not know of Postern. A session whose {@code mail.transport.protocol} is {@code
 * postern} sends through the connection factory that its property {@code mail.postern.factory} names by JNDI, in the transaction of the caller.
 */
@NullMarked
package dev.postern.jca.transport;

import org.jspecify.annotations.NullMarked;
