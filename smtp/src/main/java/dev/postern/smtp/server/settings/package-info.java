/**
 * What an operator may say of a listener, whichever face of the gateway asks.
 *
 * <p>A {@link dev.postern.smtp.server.settings.Setting} is one statement: name, type, default, what is allowed, meaning. Settings that belong together stand in one class of the
 * form {@code …Settings}, which reads their values, says what is wrong with them, and makes of a listener what they say.
 * {@link dev.postern.smtp.server.settings.ListenerSettings} knows them all.
 */
@NullMarked
package dev.postern.smtp.server.settings;

import org.jspecify.annotations.NullMarked;
