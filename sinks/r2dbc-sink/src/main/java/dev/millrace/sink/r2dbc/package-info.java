/** The sink that keeps a table of a relational database. */
@NullMarked
package dev.millrace.sink.r2dbc;

import org.jspecify.annotations.NullMarked;
