/**
 * Octets that are too large for records: a store keeps them before there is a record, which has the
 * {@link dev.postern.kafka.source.record.claim.Claim} to them.
 */
@NullMarked
package dev.postern.kafka.source.record.claim;

import org.jspecify.annotations.NullMarked;
