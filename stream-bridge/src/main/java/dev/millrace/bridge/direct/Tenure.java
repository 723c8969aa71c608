/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

/**
 * Who reads a stream.
 *
 * @param owner the worker; empty when there is none
 * @param epoch grows with each change of the owner; a checkpoint of an older epoch is refused
 * @param beats grows while the owner is alive
 */
record Tenure(String owner, long epoch, long beats) {

    /** Nobody ever read it. */
    static final Tenure NONE = new Tenure("", 0, 0);

    boolean isFree() {
        return owner.isEmpty();
    }

    boolean isOf(String workerId) {
        return owner.equals(workerId);
    }
}
