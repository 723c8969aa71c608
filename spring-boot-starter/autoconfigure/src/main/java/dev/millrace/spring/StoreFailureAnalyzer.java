/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.StoreUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a store that does not answer. */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreUnavailableException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, StoreUnavailableException cause) {
        return new FailureAnalysis(
                "Millrace does not reach its store: " + cause.getMessage() + ".",
                "See that it answers from here: DynamoDB at millrace.dynamodb.endpoint (unset: AWS in"
                        + " millrace.dynamodb.region), Kafka at millrace.kafka.bootstrap-servers.",
                cause);
    }
}
