/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a demo is: a bar on a terminal, a line now and then elsewhere. */
interface Progress extends AutoCloseable {

    /** Set by the launcher, which can tell; a JVM cannot, before 22. */
    String TERMINAL = "millrace.terminal";

    /** To be called about five times a second. */
    void show(long done, String detail);

    @Override
    void close();

    /** Progress towards a total, for whatever the stream leads to. */
    static Progress on(PrintStream out, long total) {
        return Boolean.getBoolean(TERMINAL) ? new Bar(out, total) : new Lines(out, total);
    }

    /** A bar that is drawn over and over. */
    final class Bar implements Progress {

        private static final int WIDTH = 150;
        private static final int REFRESH_MILLIS = 200;

        private final ProgressBar bar;

        Bar(PrintStream out, long total) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName("data table")
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(REFRESH_MILLIS)
                    .hideEta()
                    .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                    .build();
        }

        @Override
        public void show(long done, String detail) {
            bar.stepTo(Math.min(done, bar.getMax()));
            bar.setExtraMessage(" " + detail);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** Plain lines, every two seconds. */
    final class Lines implements Progress {

        private static final int SHOWS_PER_LINE = 10;

        private final PrintStream out;
        private final long total;
        private int shows;

        Lines(PrintStream out, long total) {
            this.out = out;
            this.total = total;
        }

        @Override
        public void show(long done, String detail) {
            if (shows++ % SHOWS_PER_LINE == 0) {
                out.printf("data table %,d of %,d · %s%n", done, total, detail);
            }
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
