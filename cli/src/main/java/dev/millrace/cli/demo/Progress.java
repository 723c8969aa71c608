/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.InteractiveConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a demo is, a line for each read model: bars on a terminal, lines now and then elsewhere. */
interface Progress extends AutoCloseable {

    /** Set by the launcher, which can tell; a JVM cannot, before 22. */
    String TERMINAL = "millrace.terminal";

    /** To be called for each read model, about five times a second. */
    void show(String sink, long done, String detail);

    @Override
    void close();

    /** Progress of these read models towards a total. */
    static Progress on(PrintStream out, List<String> sinks, long total) {
        return Boolean.getBoolean(TERMINAL) ? new Bars(out, sinks, total) : new Lines(out, total);
    }

    /** A bar for each, drawn over and over. */
    final class Bars implements Progress {

        private static final int WIDTH = 150;
        private static final int REFRESH_MILLIS = 200;

        private final Map<String, ProgressBar> bars = new LinkedHashMap<>();

        Bars(PrintStream out, List<String> sinks, long total) {
            sinks.forEach(sink -> bars.put(sink, bar(out, sink, total)));
        }

        private static ProgressBar bar(PrintStream out, String sink, long total) {
            return new ProgressBarBuilder()
                    .setTaskName(sink)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(REFRESH_MILLIS)
                    .hideEta()
                    .setConsumer(new InteractiveConsoleProgressBarConsumer(out, WIDTH))
                    .build();
        }

        @Override
        public void show(String sink, long done, String detail) {
            ProgressBar bar = bars.get(sink);
            if (bar != null) {
                bar.stepTo(Math.min(done, bar.getMax()));
                bar.setExtraMessage(" " + detail);
            }
        }

        @Override
        public void close() {
            bars.values().forEach(ProgressBar::close);
        }
    }

    /** Plain lines, every two seconds. */
    final class Lines implements Progress {

        private static final int SHOWS_PER_LINE = 10;

        private final PrintStream out;
        private final long total;
        private final Map<String, Integer> shows = new LinkedHashMap<>();

        Lines(PrintStream out, long total) {
            this.out = out;
            this.total = total;
        }

        @Override
        public void show(String sink, long done, String detail) {
            if (shows.merge(sink, 1, Integer::sum) % SHOWS_PER_LINE == 1) {
                out.printf("%-10s %,d of %,d · %s%n", sink, done, total, detail);
            }
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
