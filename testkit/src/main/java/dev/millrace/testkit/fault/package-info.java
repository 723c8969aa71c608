/** Faults, scripted or by chance: between an AWS client and its server, and between a service and its log. */
@NullMarked
package dev.millrace.testkit.fault;

import org.jspecify.annotations.NullMarked;
