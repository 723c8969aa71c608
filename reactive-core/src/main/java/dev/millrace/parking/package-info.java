/** Changes that a sink could not take, kept aside in order, and what people do about them and about sinks as a whole. */
@NullMarked
package dev.millrace.parking;

import org.jspecify.annotations.NullMarked;
