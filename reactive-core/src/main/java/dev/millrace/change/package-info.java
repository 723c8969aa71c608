/** A recorded command on its way from the command table to the read models. */
@NullMarked
package dev.millrace.change;

import org.jspecify.annotations.NullMarked;
