/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.history;

import java.time.Duration;
import java.util.List;

/** One thing that happened. Processes have a new name after each start, so a name stands for one life. */
public sealed interface Event {

    /** The place after the last record of a shard. */
    long SHARD_END = Long.MAX_VALUE;

    /** What a client was told. */
    enum Answer {
        OK,
        CONFLICT,
        FAILED,
        UNKNOWN
    }

    /** A client asks for a command to be recorded. */
    record Invoked(String command, String item) implements Event {}

    /** A client is answered; the version counts for {@link Answer#OK} only. */
    record Answered(String command, Answer answer, Fact fact) implements Event {}

    /** Commands that are to be recorded all together or not at all. */
    record Together(List<String> commands) implements Event {}

    /** The command table holds a row. */
    record Recorded(Fact fact, String command, String content) implements Event {}

    /** The stream forgot a change. */
    record Trimmed(String shard, Fact fact) implements Event {}

    /** A worker said that it may have missed changes of a shard. */
    record LossAnnounced(String worker, String shard) implements Event {}

    /** A worker begins to read a shard. */
    record Opened(String worker, String shard) implements Event {}

    /** A worker has read the next record of a shard; places count up from 1 for each opening. */
    record Read(String worker, String shard, long place, Fact fact) implements Event {}

    /** A worker has heard that a change it read is safe, or set aside. */
    record Acknowledged(String worker, String shard, Fact fact) implements Event {}

    /** A worker has let go of a shard. */
    record Closed(String worker, String shard) implements Event {}

    /** A change could not travel and is among the dead letters of the bridge. */
    record SetAside(Fact fact) implements Event {}

    /**
     * A worker has saved that it is through with what it read of a shard up to a place; the end is {@link #SHARD_END}. It
     * began to some time before.
     */
    record Checkpointed(String worker, String shard, long place, Duration begun) implements Event {}

    /** A change is in the topic. */
    record OnTopic(int partition, long offset, Fact fact) implements Event {}

    /** A runner got a partition. */
    record Assigned(String runner, int partition) implements Event {}

    /** A runner was handed a change. */
    record Delivered(String runner, int partition, long offset, Fact fact) implements Event {}

    /** A runner is through with what it was handed. */
    record Done(String runner, int partition, long offset) implements Event {}

    /** A runner has saved that it is through with a partition up to before an offset. */
    record Committed(String runner, int partition, long offset) implements Event {}

    /** There is such a sink, and everything is to reach it. */
    record Subscribed(String sink) implements Event {}

    /** A sink wrote a change, at some time between the beginning of the call and now. */
    record Applied(String sink, Fact fact, Duration begun) implements Event {}

    /** A sink said that it has this version already, or a later one. */
    record Held(String sink, Fact fact) implements Event {}

    /** A sink will never take this change; said by whoever made it so. */
    record Poisoned(String sink, Fact fact) implements Event {}

    /** A change is set aside for people to look at. */
    record Parked(String sink, Fact fact, String cause, int attempts, String position) implements Event {}

    /** A change is kept behind one of its item that is parked. */
    record KeptBehind(String sink, Fact fact) implements Event {}

    /** A change is not parked any more: the sink is said to hold it. */
    record Unparked(String sink, Fact fact) implements Event {}

    /** A parked change was thrown away, or is a dead letter: later ones pass it. */
    record GivenUp(String sink, Fact fact) implements Event {}

    /** From here on the sink takes every change, and people have whatever is parked redriven. */
    record Cured(String sink) implements Event {}

    /** How many changes a process may hold that it is not through with. */
    record Budget(String process, int changes) implements Event {}

    /** A process said that something is wrong, or that it tries again. */
    record Announced(String process, String what) implements Event {}

    /** A process is gone. */
    record Ended(String process, String why) implements Event {}

    /** From here on nothing goes wrong any more, and nobody publishes. */
    record Calm() implements Event {}

    /** What a sink shows at the end. */
    record Shown(String sink, Fact fact, String content) implements Event {}
}
