/** What both connectors share. */
@NullMarked
package dev.postern.kafka;

import org.jspecify.annotations.NullMarked;
