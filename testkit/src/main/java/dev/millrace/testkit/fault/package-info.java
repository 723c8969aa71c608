/** Scripted faults between an AWS client and its server. */
@NullMarked
package dev.millrace.testkit.fault;

import org.jspecify.annotations.NullMarked;
