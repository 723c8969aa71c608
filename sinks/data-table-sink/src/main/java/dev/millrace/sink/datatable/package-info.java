/** The sink that keeps the data table. */
@NullMarked
package dev.millrace.sink.datatable;

import org.jspecify.annotations.NullMarked;
