/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

/**
 * What a worker keeps while its attempts come and go.
 *
 * @param seen which versions it has carried
 * @param healing how it publishes those that a stream did not bring
 * @param progress how far its shards are
 */
record WorkerMemory(SeenVersions seen, Healing healing, Progress progress) {}
