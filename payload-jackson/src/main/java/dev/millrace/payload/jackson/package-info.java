/** Payloads mapped by Jackson 2: objects to attributes and back, without a text in between. */
@NullMarked
package dev.millrace.payload.jackson;

import org.jspecify.annotations.NullMarked;
