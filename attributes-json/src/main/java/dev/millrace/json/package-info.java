/** Attributes as JSON, without loss: one form, for all who keep or send them. */
@NullMarked
package dev.millrace.json;

import org.jspecify.annotations.NullMarked;
