/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * All answers of a run, and where they were found.
 *
 * @param machine where
 * @param answers in the order of the questions
 */
public record Report(Machine machine, List<Answer> answers) {

    /** Copies the list; refuses null. */
    public Report {
        requireNonNull(machine, "machine");
        answers = List.copyOf(answers);
    }

    /** The names of the questions that fail a smoke run. */
    public List<String> broken() {
        return answers.stream().filter(Answer::breaksGate).map(Answer::name).toList();
    }
}
