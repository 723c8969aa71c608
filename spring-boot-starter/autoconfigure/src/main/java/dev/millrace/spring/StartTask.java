/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import reactor.core.publisher.Mono;

/**
 * A bean that has something to see to before the workers and the web server start. After the tables, all beans of this
 * type are asked in their order, one after the other; together they have {@code millrace.start-timeout}.
 */
@FunctionalInterface
public interface StartTask {

    /** Completes when the application may go on starting; fails if it must not start. */
    Mono<Void> prepare();
}
