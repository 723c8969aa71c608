/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import dev.millrace.benchmarks.measure.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** A report as pictures: the ratios to the bare clients, with their intervals. */
public final class Plots {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int ROTATION = 20;

    private Plots() {}

    /** Draws the ratios of a report into a folder, as SVG; nothing if there are none. */
    public static void draw(Report report, Path folder) throws IOException {
        List<Figure> ratios = report.answers().stream()
                .flatMap(answer -> answer.figures().stream())
                .filter(figure -> figure.name().endsWith(".ratio"))
                .toList();
        if (!ratios.isEmpty()) {
            VectorGraphicsEncoder.saveVectorGraphic(
                    chart(ratios), folder.resolve("ratios").toString(), VectorGraphicsFormat.SVG);
        }
    }

    private static CategoryChart chart(List<Figure> ratios) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Throughput beside the bare client (1 = as fast), median and 95 % interval")
                .yAxisTitle("ours ÷ raw")
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisLabelRotation(ROTATION);
        chart.getStyler().setYAxisMin(0.0);
        chart.addSeries(
                "ratio",
                ratios.stream().map(Figure::name).toList(),
                ratios.stream().map(figure -> figure.value().middle()).toList(),
                ratios.stream().map(Plots::halfWidth).toList());
        return chart;
    }

    private static double halfWidth(Figure figure) {
        return (figure.value().high() - figure.value().low()) / 2;
    }
}
