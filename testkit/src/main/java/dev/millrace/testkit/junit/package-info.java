/** JUnit extensions that hand the local engines to tests, one of each per JVM. */
@NullMarked
package dev.millrace.testkit.junit;

import org.jspecify.annotations.NullMarked;
