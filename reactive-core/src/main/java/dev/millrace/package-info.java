/** The root of the error tree that all Millrace libraries share. */
@NullMarked
package dev.millrace;

import org.jspecify.annotations.NullMarked;
