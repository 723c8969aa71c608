/** Payloads too large for a row: kept in a store of their own, with a pointer in the row. Off unless switched on. */
@NullMarked
package dev.millrace.offload;

import org.jspecify.annotations.NullMarked;
