/**
 * What becomes of a mail, told to its sender, and what servers mean by their replies.
 *
 * <p>A {@link dev.postern.mail.dsn.Classifier} tells by a table, the resource {@code classification.tsv}, what a reply means:
 * a {@link dev.postern.mail.dsn.Classification}.
 */
@NullMarked
package dev.postern.mail.dsn;

import org.jspecify.annotations.NullMarked;
