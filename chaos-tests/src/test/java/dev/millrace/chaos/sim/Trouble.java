/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

/** What can go wrong in a simulation, beside the crash points of the processes. */
enum Trouble {
    /** The command table cannot be reached. */
    LOG_UNREACHABLE,
    /** A command is recorded, and whoever asked for it never hears so. */
    ANSWER_LOST,
    /** A record shows up in the stream much later. */
    STREAM_LATE,
    /** A record comes twice. */
    STREAM_DUPLICATES,
    /** A record comes after the one behind it. */
    STREAM_SWAPS,
    /** A record never comes. */
    STREAM_DROPS,
    /** The stream forgets what it has, read or not: it was down for as long as it remembers. */
    STREAM_TRIMS,
    /** A shard ends in two. */
    SHARD_SPLITS,
    /** Two shards end in one. */
    SHARDS_MERGE,
    /** A worker takes a shard that another one is reading. */
    LEASE_STOLEN,
    /** A worker of the bridge stands still for longer than its leases last, and then goes on. */
    WORKER_PAUSES,
    /** A worker of the bridge is told to stop. */
    WORKER_STOPS,
    /** Kafka takes its time. */
    ACKNOWLEDGEMENT_LATE,
    /** Kafka does not take a change, and the producer is done for. */
    PUBLICATION_FAILS,
    /** Kafka takes a change and never says so, and the producer is done for. */
    PUBLICATION_UNANSWERED,
    /** Kafka does not take a change, but does take what was sent behind it. */
    PUBLICATION_OVERTAKEN,
    /** A change is too large for Kafka. */
    CHANGE_OVERSIZED,
    /** The topic gets one more partition, and items move. */
    PARTITION_ADDED,
    /** The partitions go to other runners. */
    REBALANCED,
    /** A runner stands still for longer than its group waits, and then goes on. */
    RUNNER_PAUSES,
    /** A runner is told to stop. */
    RUNNER_STOPS,
    /** The sink takes its time. */
    SINK_SLOW,
    /** The sink cannot be reached for a while. */
    SINK_DOWN,
    /** The sink never answers. */
    SINK_HANGS,
    /** The sink writes and its answer is lost. */
    SINK_UNHEARD,
    /** The sink puts some changes off. */
    SINK_DEFERS,
    /** A change that the sink refuses by itself. */
    CHANGE_REFUSED,
    /** A change that makes the sink fail with all that is shown to it together. */
    CHANGE_CHOKES,
    /** The dead letters cannot be written. */
    DEAD_LETTERS_DOWN,
    /** The table of parked changes cannot be reached. */
    PARKED_UNREACHABLE,
    /** The table of parked changes does what it is asked to, and its answer is lost. */
    PARKED_UNHEARD,
    /** The sink takes what it has refused so far. */
    SINK_MENDED,
    /** People have what is parked redriven, whether or not the sink was mended. */
    ITEMS_REDRIVEN,
    /** People throw a parked change away, and have what is behind it redriven. */
    CHANGE_DISCARDED
}
