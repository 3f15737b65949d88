/** An application that sends mail by Jakarta Mail and knows nothing of Postern. */
package dev.postern.ear.letter;
