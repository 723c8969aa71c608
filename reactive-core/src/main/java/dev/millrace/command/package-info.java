/** The command side: what may be asked, what becomes true, and how a publish can end. */
@NullMarked
package dev.millrace.command;

import org.jspecify.annotations.NullMarked;
