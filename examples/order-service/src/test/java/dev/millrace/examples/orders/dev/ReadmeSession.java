/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README's session: its shell blocks, run one after the other in one shell, and what it says that they answer. */
final class ReadmeSession {

    private static final Pattern STEP = Pattern.compile("```sh\n(.*?)```(?:\n\n```http\n(.*?)```)?", Pattern.DOTALL);
    private static final Pattern REQUEST = Pattern.compile("(?:-X ([A-Z]+) )?'?localhost:8080([^ '\n]*)");
    private static final String END = "=== end of step ===";
    private static final int MINUTES = 3;

    private final List<Step> steps;

    private ReadmeSession(List<Step> steps) {
        this.steps = steps;
    }

    /** One block, and lines that its answer has, in this order; an ellipsis stands for anything. */
    record Step(String commands, List<String> answer) {}

    /** What a step answered. */
    record Answered(Step step, String answer) {

        /** The first line that the README shows and the answer does not have from there on; empty if it has all. */
        String missing() {
            List<String> lines = answer.lines().toList();
            int from = 0;
            for (String shown : step.answer()) {
                Pattern line = pattern(shown);
                while (from < lines.size() && !line.matcher(lines.get(from)).matches()) {
                    from++;
                }
                if (from++ >= lines.size()) {
                    return shown;
                }
            }
            return "";
        }

        private static Pattern pattern(String shown) {
            return Pattern.compile(Arrays.stream(shown.split("…", -1))
                    .map(Pattern::quote)
                    .reduce((before, after) -> before + ".*" + after)
                    .orElse(""));
        }
    }

    static ReadmeSession of(Path readme) throws IOException {
        List<Step> steps = STEP.matcher(Files.readString(readme))
                .results()
                .map(step -> new Step(
                        step.group(1),
                        step.group(2) == null
                                ? List.of()
                                : step.group(2).lines().toList()))
                .toList();
        return new ReadmeSession(steps);
    }

    static boolean isCurlThere() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
    }

    /** What is asked for in all steps: a method and a path. */
    List<String> requests() {
        return steps.stream()
                .flatMap(step -> REQUEST.matcher(step.commands()).results())
                .map(request -> (request.group(1) == null ? "GET" : request.group(1)) + " " + request.group(2))
                .distinct()
                .toList();
    }

    /** Runs all steps against the service at the port, with a {@code ./millrace token} that signs with that key. */
    List<Answered> run(int port, Path keyFolder) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("order-service-session");
        Path launcher = Files.writeString(folder.resolve("millrace"), launcher(keyFolder));
        Files.writeString(folder.resolve("session.sh"), script(port));
        Path output = folder.resolve("output");
        if (!launcher.toFile().setExecutable(true)) {
            throw new IOException("no program can be made in " + folder);
        }
        Process shell = new ProcessBuilder("bash", "session.sh")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!shell.waitFor(MINUTES, TimeUnit.MINUTES)) {
            shell.destroyForcibly();
        }
        return answered(Files.readString(output, UTF_8).replace("\r", ""));
    }

    private List<Answered> answered(String output) {
        String[] answers = output.split(Pattern.quote(END) + "\n?", -1);
        List<Answered> answered = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            answered.add(new Answered(steps.get(step), step < answers.length ? answers[step] : ""));
        }
        return answered;
    }

    /** Bodies end without a line's end; each command's answer shall begin on a line of its own. */
    private String script(int port) {
        StringBuilder script = new StringBuilder("curl() { command curl \"$@\"; echo; }\n");
        steps.forEach(step ->
                script.append(step.commands()).append("echo '").append(END).append("'\n"));
        return script.toString().replaceAll("localhost:8080", Matcher.quoteReplacement("localhost:" + port));
    }

    private static String launcher(Path keyFolder) {
        return """
                #!/usr/bin/env bash
                shift
                exec '%s' -D%s='%s' -cp '%s' %s "$@"
                """
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        DevelopmentKey.FOLDER,
                        keyFolder,
                        System.getProperty("java.class.path"),
                        TokenCommand.class.getName());
    }
}
