/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

/** Bugs on purpose, each in a place where a real one could be: a simulation that finds them is worth its time. */
enum Sabotage {
    /** None. */
    NONE(""),
    /** The log says that a row is there, and it is not. */
    LOG_FORGETS("I1"),
    /** The log lets two commands be one version. */
    LOG_FORKS("I2"),
    /** Of commands that belong together the log takes the first. */
    LOG_TEARS_TRANSACTIONS("I5"),
    /** The stream's reader loses a record now and then. */
    RECORDS_FORGOTTEN("I6"),
    /** A delivery is acknowledged before the sink has it. */
    DELIVERIES_ACKNOWLEDGED_AT_ONCE("I6"),
    /** What is sent to Kafka arrives in any order. */
    KAFKA_REORDERS("I7"),
    /** The sink writes whatever comes. */
    ROWS_UNGUARDED("I8"),
    /** The sink writes something else. */
    ROWS_FALSIFIED("I9"),
    /** The producer says that Kafka has a change before it does. */
    KAFKA_ANSWERS_TOO_SOON("I10"),
    /** A worker may save after it has lost its lease. */
    LEASES_UNFENCED("I11"),
    /** The stream's reader goes on behind what the stream forgot, and says nothing. */
    LOSS_UNSAID("I12"),
    /** Whatever fails is taken for the change's own fault. */
    OUTAGES_TAKEN_FOR_POISON("I13"),
    /** A runner that has everything it needs waits for ever. */
    RUNNER_FALLS_ASLEEP("I15"),
    /** A runner holds more than it was told it may. */
    RUNNER_HOARDS("I17");

    private final String invariant;

    Sabotage(String invariant) {
        this.invariant = invariant;
    }

    /** What the bug breaks, if nothing else. */
    String invariant() {
        return invariant;
    }
}
