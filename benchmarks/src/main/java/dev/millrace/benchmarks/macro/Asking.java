/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import dev.millrace.benchmarks.measure.Figure;
import dev.millrace.benchmarks.report.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one question after the other. One that fails, or hangs, is reported as having no answer and leaves the others theirs
 * and their time.
 */
final class Asking {

    /** What all questions together may take, so that a run ends within 25 minutes with its engines stopped. */
    private static final Duration TOTAL = Duration.ofMinutes(23);

    /** What one question may take: several times what any needs on a quiet machine. */
    private static final Duration EACH = Duration.ofMinutes(4);

    private final Bench bench;
    private final long end = System.nanoTime() + TOTAL.toNanos();

    Asking(Bench bench) {
        this.bench = bench;
    }

    /** Returns the answer; never throws but when interrupted. */
    Answer ask(Question question) {
        long start = System.nanoTime();
        long limit = Math.min(EACH.toNanos(), end - start);
        FutureTask<List<Figure>> answering = new FutureTask<>(() -> question.answer(bench));
        Thread thread = new Thread(answering, "asking");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer(question, answering.get(Math.max(0, limit), TimeUnit.NANOSECONDS), "", start);
        } catch (TimeoutException hangs) {
            answering.cancel(true);
            return answer(question, List.of(), "not within %s".formatted(Duration.ofNanos(limit)), start);
        } catch (ExecutionException failed) {
            failed.printStackTrace();
            return answer(question, List.of(), String.valueOf(failed.getCause()), start);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("the run was interrupted", stopped);
        }
    }

    private static Answer answer(Question question, List<Figure> figures, String failure, long start) {
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Answer(question.name(), question.asks(), figures, failure, took);
    }
}
