/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.benchmarks.measure.Figure;
import java.io.UncheckedIOException;

/** A report for programs. */
public final class JsonReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {}

    /** Returns the report as JSON. */
    public static String of(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.set("machine", machine(report.machine()));
        ArrayNode answers = root.putArray("answers");
        report.answers().forEach(answer -> write(answer, answers.addObject()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode machine(Machine machine) {
        return JSON.createObjectNode()
                .put("time", machine.time().toString())
                .put("commit", machine.commit())
                .put("effort", machine.effort())
                .put("processors", machine.processors())
                .put("memoryMegabytes", machine.memoryMegabytes())
                .put("system", machine.system())
                .put("java", machine.java())
                .put("heapMegabytes", machine.heapMegabytes())
                .put("loadBefore", machine.loadBefore())
                .put("loadAfter", machine.loadAfter())
                .put("quietMillis", machine.quietMillis());
    }

    private static void write(Answer answer, ObjectNode node) {
        node.put("name", answer.name())
                .put("question", answer.question())
                .put("failure", answer.failure())
                .put("seconds", answer.took().toMillis() / 1e3);
        ArrayNode figures = node.putArray("figures");
        answer.figures().forEach(figure -> write(figure, figures.addObject()));
    }

    private static void write(Figure figure, ObjectNode node) {
        node.put("name", figure.name())
                .put("unit", figure.unit())
                .put("low", figure.value().low())
                .put("median", figure.value().middle())
                .put("high", figure.value().high())
                .put("target", figure.target().toString())
                .put("verdict", figure.verdict().name())
                .put("gate", figure.gate())
                .put("note", figure.note());
    }
}
