/** What tests of Millrace, and of code that uses it, are made from. */
@NullMarked
package dev.millrace.testkit;

import org.jspecify.annotations.NullMarked;
