/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.watch;

/** The moments at which a worker of the bridge or a runner may be killed. */
public enum CrashPoint {
    /** A publisher is open; nothing was read yet. */
    BRIDGE_PUBLISHER_OPENED,
    /** A shard is obtained; nothing of it was read yet. */
    BRIDGE_SHARD_OPENED,
    /** A record is read and not yet on its way. */
    BRIDGE_RECORD_READ,
    /** A change is about to be handed to Kafka. */
    BRIDGE_BEFORE_PUBLISH,
    /** Kafka has the change; the flow has not heard of it. */
    BRIDGE_PUBLISHED_UNHEARD,
    /** The flow has heard that Kafka has the change; no checkpoint says so. */
    BRIDGE_PUBLISHED_HEARD,
    /** What cannot travel is about to be set aside. */
    BRIDGE_BEFORE_SET_ASIDE,
    /** What cannot travel is set aside; the flow has not heard of it. */
    BRIDGE_SET_ASIDE_UNHEARD,
    /** A checkpoint is about to be saved. */
    BRIDGE_BEFORE_CHECKPOINT,
    /** A checkpoint is saved; the flow has not heard of it. */
    BRIDGE_CHECKPOINT_UNHEARD,
    /** A runner is up; nothing was delivered yet. */
    RUNNER_STARTED,
    /** A change is delivered and not yet in its lane. */
    RUNNER_DELIVERED,
    /** A batch is about to be shown to the sink. */
    RUNNER_BEFORE_APPLY,
    /** Half of a batch is in the sink. */
    RUNNER_HALF_APPLIED,
    /** A batch is in the sink; the runner has not heard of it. */
    RUNNER_APPLIED_UNHEARD,
    /** The runner has heard that a change is in the sink; it is not acknowledged. */
    RUNNER_APPLIED_HEARD,
    /** An item is about to be parked. */
    RUNNER_BEFORE_PARK,
    /** An item is parked; the runner has not heard of it. */
    RUNNER_PARKED_UNHEARD,
    /** A change is kept behind a parked one; the runner has not heard of it. */
    RUNNER_KEPT_UNHEARD,
    /** A parked item is claimed for its redrive; none of it is shown to the sink. */
    RUNNER_REDRIVE_CLAIMED,
    /** The sink holds a change that is parked. */
    RUNNER_REDRIVE_BEFORE_DROP,
    /** A change is not parked any more; the runner has not heard of it. */
    RUNNER_REDRIVE_DROPPED_UNHEARD,
    /** Nothing of an item is parked any more; the item is. */
    RUNNER_REDRIVE_BEFORE_RELEASE,
    /** An item is not parked any more; the runner has not heard of it. */
    RUNNER_REDRIVE_RELEASED_UNHEARD,
    /** A delivery is about to be put among the dead letters. */
    RUNNER_BEFORE_DEAD_LETTER,
    /** A delivery is among the dead letters; the runner has not heard of it. */
    RUNNER_DEAD_LETTER_UNHEARD,
    /** A delivery is about to be acknowledged. */
    RUNNER_BEFORE_ACKNOWLEDGE,
    /** A delivery is acknowledged, which nothing durable says. */
    RUNNER_ACKNOWLEDGED
}
