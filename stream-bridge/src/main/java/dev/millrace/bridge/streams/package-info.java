/** What the sources of a stream have in common: the client that reads it, the meaning of its records, and when to read next. */
@NullMarked
package dev.millrace.bridge.streams;

import org.jspecify.annotations.NullMarked;
