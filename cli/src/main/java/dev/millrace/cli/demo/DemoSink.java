/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

/** A read model that the demo can keep. */
enum DemoSink {
    /** The module's data table. */
    DATA,
    /** A table of PostgreSQL. */
    POSTGRES,
    /** An index of OpenSearch. */
    OPENSEARCH
}
