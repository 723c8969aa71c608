/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.sink.ChangeSink;
import reactor.core.publisher.Mono;

/** A read model that the demo keeps, and compares with the input in the end. */
interface ReadModel extends AutoCloseable {

    /** What keeps it. */
    ChangeSink sink();

    /** Makes what the sink writes to. */
    Mono<Void> prepare();

    /** Reads everything back as a user of the read model would, and compares. */
    Mono<Verification> verify(ExpectedItems expected);

    @Override
    void close();
}
