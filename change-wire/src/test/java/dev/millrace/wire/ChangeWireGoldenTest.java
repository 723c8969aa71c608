/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.change.ChangeRecord;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wire format is public API: these files change with a new type, and never otherwise. */
class ChangeWireGoldenTest {

    private final ChangeWire wire = ChangeWire.json();

    static Stream<Arguments> files() {
        return Stream.of(
                arguments("change-v1-insert.json", Changes.insert()),
                arguments("change-v1-update.json", Changes.update()),
                arguments("change-v1-delete.json", Changes.delete()),
                arguments("change-v1-typed.json", Changes.typed()),
                arguments("change-v1-exotic.json", Changes.exotic()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_change_is_written_as_its_file_says(String file, ChangeRecord change) {
        assertThat(Golden.of(wire.write(Changes.TOPIC, change, Changes.MODULE))).isEqualTo(Golden.load(file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_file_is_read_as_its_change(String file, ChangeRecord change) {
        assertThat(wire.read(Golden.load(file).toRecord())).isEqualTo(change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_file_is_read_with_its_attributes_in_order(String file, ChangeRecord change) {
        ChangeRecord read = wire.read(Golden.load(file).toRecord());
        assertThat(new ArrayList<>(read.state().content().attributes().asMap().keySet()))
                .isEqualTo(new ArrayList<>(
                        change.state().content().attributes().asMap().keySet()));
    }
}
