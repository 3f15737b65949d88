/** A user's bean in whose transactions two connection factories take part, so that they are committed in two phases. */
package dev.postern.ear.crash;
