/** A user's bean that tells who calls it. */
package dev.postern.ear.caller;
