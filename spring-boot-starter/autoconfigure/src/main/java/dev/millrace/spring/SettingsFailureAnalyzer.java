/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains settings that cannot go together. */
final class SettingsFailureAnalyzer extends AbstractFailureAnalyzer<SettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, SettingsException cause) {
        return new FailureAnalysis("Millrace cannot start: " + cause.getMessage() + ".", cause.fix(), cause);
    }
}
