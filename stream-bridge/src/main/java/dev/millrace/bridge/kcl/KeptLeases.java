/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

/**
 * What a run does with its leases beside what the Kinesis client does.
 *
 * @param notes what is noted in them
 * @param audit finds those that are missing
 */
record KeptLeases(LeaseNotes notes, LeaseAudit audit) {}
