/** The port to a read model: what a target of changes must do, and what it answers. */
@NullMarked
package dev.millrace.sink;

import org.jspecify.annotations.NullMarked;
