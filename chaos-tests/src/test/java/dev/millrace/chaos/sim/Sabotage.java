/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

/** Bugs on purpose, each in a place where a real one could be: a simulation that finds them is worth its time. */
enum Sabotage {
    /** None. */
    NONE,
    /** The log says that a row is there before it is. */
    LOG_ANSWERS_TOO_SOON,
    /** The stream's reader loses a record now and then. */
    RECORDS_FORGOTTEN,
    /** The producer says that Kafka has a change before it does. */
    KAFKA_ANSWERS_TOO_SOON,
    /** What is sent to Kafka arrives in any order. */
    KAFKA_REORDERS,
    /** A delivery is acknowledged before the sink has it. */
    DELIVERIES_ACKNOWLEDGED_AT_ONCE,
    /** The sink writes whatever comes. */
    ROWS_UNGUARDED,
    /** A worker may save after it has lost its lease. */
    LEASES_UNFENCED
}
