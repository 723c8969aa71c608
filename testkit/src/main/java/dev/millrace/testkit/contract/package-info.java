/** What every implementation of a port owes, as test suites to extend. */
@NullMarked
package dev.millrace.testkit.contract;

import org.jspecify.annotations.NullMarked;
