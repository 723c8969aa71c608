/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class FailureAnalyzersTest {

    @Test
    void each_failure_of_a_start_is_explained_and_names_the_fix() {
        assertThat(analysis(new SettingsException("a and b contradict", "Choose one.")))
                .extracting(FailureAnalysis::getDescription, FailureAnalysis::getAction)
                .containsExactly("Millrace cannot start: a and b contradict.", "Choose one.");
        assertThat(analysis(new StoreUnavailableException("Kafka at b:1 does not answer", null))
                        .getAction())
                .contains("millrace.kafka.bootstrap-servers", "millrace.dynamodb.endpoint");
        assertThat(analysis(new StoreMisconfiguredException("access to table t is denied", null))
                        .getAction())
                .contains("permissions");
    }

    private static FailureAnalysis analysis(RuntimeException failure) {
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, cause) -> {});
        IllegalStateException outer = new IllegalStateException("the context did not start", failure);
        return analyzers.stream()
                .filter(analyzer -> analyzer.getClass().getPackageName().startsWith("dev.millrace"))
                .map(analyzer -> analyzer.analyze(outer))
                .filter(analysis -> analysis != null)
                .findFirst()
                .orElseThrow();
    }
}
