/** Refilling a read model from the command table, beside live traffic. */
@NullMarked
package dev.millrace.rebuild;

import org.jspecify.annotations.NullMarked;
