/**
 * What is known of a mail's origin (RFC 8601): {@link dev.postern.mail.auth.AuthResults} is what SPF, DKIM and the login of the client say of one mail,
 * for those who decide what becomes of it and for its header. The fields of the header themselves are {@link dev.postern.mail.auth.field}'s.
 */
@NullMarked
package dev.postern.mail.auth;

import org.jspecify.annotations.NullMarked;
