/**
 * Bearer tokens from an OAuth 2.0 token endpoint (RFC 6749), for whoever logs in with them: by the grant of a refresh token (§6) or of the client's own
 * credentials (§4.4).
 */
@NullMarked
package dev.postern.smtp.oauth;

import org.jspecify.annotations.NullMarked;
