/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge;

import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Remembers what was saved, in order; a save takes as long as the Mono given for it. */
final class RecordingCheckpointer implements Checkpointer {

    final List<SequenceNumber> begun = new ArrayList<>();
    final List<SequenceNumber> saved = new ArrayList<>();

    private final Mono<Void> duration;

    RecordingCheckpointer() {
        this(Mono.empty());
    }

    RecordingCheckpointer(Mono<Void> duration) {
        this.duration = duration;
    }

    @Override
    public Mono<Void> save(SequenceNumber upTo) {
        return Mono.defer(() -> {
            begun.add(upTo);
            return duration.doOnSuccess(done -> saved.add(upTo));
        });
    }
}
