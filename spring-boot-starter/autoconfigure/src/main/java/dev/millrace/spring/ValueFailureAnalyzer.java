/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.item.InvalidValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a setting that breaks a rule. */
final class ValueFailureAnalyzer extends AbstractFailureAnalyzer<InvalidValueException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, InvalidValueException cause) {
        return new FailureAnalysis(
                "Millrace cannot start: " + cause.getMessage() + ".",
                "Correct the setting under millrace.* that is called %s.".formatted(cause.what()),
                cause);
    }
}
