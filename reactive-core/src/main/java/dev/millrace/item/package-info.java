/** What an item is: its identity, its version, whose it is, and what it holds. Every value validates itself. */
@NullMarked
package dev.millrace.item;

import org.jspecify.annotations.NullMarked;
