package dev.postern.smtp.login;

import dev.postern.smtp.sasl.ChannelBindings;

/**
 * What a connection is worth to a login.
 *
 * @param encrypted whether it is in TLS
 * @param verified whether the server has shown that it is the one we mean, by a certificate that is trusted and names it
 * @param bindings what ties a login to it
 * @param host the server's name, as we asked for it
 * @param port the server's port
 */
public record LoginChannel(boolean encrypted, boolean verified, ChannelBindings bindings, String host, int port) {}
