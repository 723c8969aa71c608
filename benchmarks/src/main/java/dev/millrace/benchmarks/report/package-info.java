/** What was found out, as a table, as JSON, as Markdown and as plots. */
@NullMarked
package dev.millrace.benchmarks.report;

import org.jspecify.annotations.NullMarked;
