/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.contract;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.Collections;
import java.util.List;
import reactor.core.publisher.Mono;

/** Says yes to everything and remembers nothing. */
final class NoopChangeSink implements ChangeSink {

    @Override
    public SinkName name() {
        return SinkName.of("noop");
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Mono.just(Collections.nCopies(changes.size(), SinkOutcome.applied()));
    }

    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.just(Version.NONE);
    }
}
