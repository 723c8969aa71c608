/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sink.r2dbc.R2dbcSink;
import dev.millrace.sink.r2dbc.RowProjection;
import io.r2dbc.spi.ConnectionFactories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

class ReadModelsTest {

    private final ReadModels models = new ReadModels();

    @Test
    void the_table_that_the_schema_makes_is_the_one_that_the_sink_fills() throws IOException {
        RowProjection rows = models.search(models.payloads());
        R2dbcSink sink = R2dbcSink.of(
                ConnectionFactories.get("r2dbc:postgresql://any@localhost/any"), Duration.ofSeconds(1), rows);
        assertThat(new ClassPathResource("schema.sql").getContentAsString(StandardCharsets.UTF_8))
                .startsWith(sink.tableDefinition() + ";");
    }
}
