/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.runner;

import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Keeps dead letters in a list; fails as often as it is told to. */
final class ListedDeadLetters implements DeadLetters {

    final List<Letter> letters = new ArrayList<>();
    int failures;
    int puts;

    /** A dead letter, its position and cause shortened. */
    record Letter(long offset, Throwable cause, int attempts) {}

    @Override
    public Mono<Void> put(Delivery delivery, Throwable cause, int attempts) {
        return Mono.fromRunnable(() -> {
            if (++puts <= failures) {
                throw new IllegalStateException("no room for dead letters");
            }
            letters.add(new Letter(delivery.position().offset(), cause, attempts));
        });
    }

    List<Long> offsets() {
        return letters.stream().map(Letter::offset).toList();
    }
}
