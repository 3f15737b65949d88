/**
 * Authentication-Results fields (RFC 8601; RFC 8616 §6 for mail in letters of any script): reading them, writing them, and finding those
 * that claim to be ours.
 *
 * <p>{@link dev.postern.mail.auth.field.ResultsField} is what one field says. What strangers sent is read under a bound, and written again
 * so that no value can end its place. {@link dev.postern.mail.auth.field.ClaimedResults} says which fields of incoming mail must go, so that those
 * behind us can believe the ones with our name.
 */
@NullMarked
package dev.postern.mail.auth.field;

import org.jspecify.annotations.NullMarked;
