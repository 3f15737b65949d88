/**
 * Users in a file: {@link dev.postern.smtp.auth.users.UserFile} judges logins by it, {@link dev.postern.smtp.auth.users.UserFileWriter}
 * changes it.
 */
@NullMarked
package dev.postern.smtp.auth.users;

import org.jspecify.annotations.NullMarked;
