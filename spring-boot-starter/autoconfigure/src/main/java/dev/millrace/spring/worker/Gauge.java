/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

/** What a running worker shows at any moment beyond what it tells, and what people can have it do. */
interface Gauge {

    /** Completes the status of a worker that neither stopped nor failed. */
    WorkerStatus read(WorkerStatus told);

    /** Has it pause; returns whether it can. */
    default boolean pause() {
        return false;
    }

    /** Has it go on; returns whether it can. */
    default boolean resume() {
        return false;
    }
}
