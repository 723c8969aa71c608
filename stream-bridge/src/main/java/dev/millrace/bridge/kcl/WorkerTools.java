/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.streams.StreamReader;

/**
 * What a run has at hand beside the Kinesis client.
 *
 * @param notes what is noted in the leases
 * @param audit finds leases that are missing
 * @param stream reads the shards
 */
record WorkerTools(LeaseNotes notes, LeaseAudit audit, StreamReader stream) {}
