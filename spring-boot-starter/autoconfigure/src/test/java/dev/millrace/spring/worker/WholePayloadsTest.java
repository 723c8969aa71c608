/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.offload.PayloadOffload;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.testkit.memory.InMemoryPayloadStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import reactor.core.publisher.Mono;

/** Which sinks are shown whole payloads where large ones are kept elsewhere. */
class WholePayloadsTest {

    private static final ModuleId MODULE = new ModuleId("local", "shop", "order");

    private final ChangeSink search = new Named(SinkName.of("search"));
    private final ChangeSink dataTable = new Named(SinkName.of("data-table"));

    private record Named(SinkName name) implements ChangeSink {

        @Override
        public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
            return Mono.empty();
        }

        @Override
        public Mono<Version> appliedVersion(ItemKey key) {
            return Mono.empty();
        }
    }

    private static SinkCustomizer customizer(Map<String, Object> beans) {
        return new AssemblyConfiguration()
                .millraceWholePayloads(new StaticListableBeanFactory(beans).getBeanProvider(PayloadOffload.class));
    }

    @Test
    void all_but_the_data_table_which_keeps_pointers_as_they_come() {
        SinkCustomizer offloading = customizer(Map.of("offload", PayloadOffload.to(new InMemoryPayloadStore())));

        assertThat(offloading.customize(MODULE, search)).isNotSameAs(search);
        assertThat(offloading.customize(MODULE, search).name()).isEqualTo(search.name());
        assertThat(offloading.customize(MODULE, dataTable)).isSameAs(dataTable);
    }

    @Test
    void none_when_payloads_stay_in_their_rows() {
        assertThat(customizer(Map.of()).customize(MODULE, search)).isSameAs(search);
    }
}
