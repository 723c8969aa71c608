/** Tests of what commands do to items, written as given, when, then; any test framework will do. */
@NullMarked
package dev.millrace.testkit.scenario;

import org.jspecify.annotations.NullMarked;
