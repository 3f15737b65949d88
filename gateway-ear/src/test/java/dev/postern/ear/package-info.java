/** The built archives on the application servers they are for. */
package dev.postern.ear;
