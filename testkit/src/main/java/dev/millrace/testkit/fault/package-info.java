/**
 * Faults, scripted or by chance: between an AWS client and its server, between a service and its log, and on the network
 * between any client and any server.
 */
@NullMarked
package dev.millrace.testkit.fault;

import org.jspecify.annotations.NullMarked;
