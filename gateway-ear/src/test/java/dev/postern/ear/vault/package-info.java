/** An application whose secrets are kept by the application server. */
package dev.postern.ear.vault;
