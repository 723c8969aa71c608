/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Java that a chapter of docs/ shows is compiled and run: every piece of it stands in a test named {@code …DocTest}
 * that names the chapter.
 */
class DocumentedJavaTest {

    private static final Path CHAPTERS = Sources.ROOT.resolve("docs");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static List<Path> chaptersWithJava() throws IOException {
        try (Stream<Path> files = Files.list(CHAPTERS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> JAVA.matcher(Sources.text(file)).find())
                    .sorted()
                    .toList();
        }
    }

    private static String testsOf(Path chapter) {
        return Sources.under("src/test/java").stream()
                .filter(file -> file.getFileName().toString().endsWith("DocTest.java"))
                .map(Sources::text)
                .filter(text -> text.contains("docs/" + chapter.getFileName()))
                .map(DocumentedJavaTest::squeezed)
                .collect(Collectors.joining("\n"));
    }

    /** Lines are broken where there is room, which is not the same in a document as in a method. */
    private static String squeezed(String java) {
        return SPACE.matcher(java).replaceAll("");
    }

    @Test
    void what_a_chapter_shows_stands_in_its_test() throws IOException {
        assertThat(chaptersWithJava()).isNotEmpty().allSatisfy(chapter -> {
            String tests = testsOf(chapter);
            assertThat(tests).as("tests that name %s", chapter).isNotEmpty();
            assertThat(JAVA.matcher(Sources.text(chapter)).results().map(piece -> piece.group(1)))
                    .allSatisfy(piece -> assertThat(tests.contains(squeezed(piece)))
                            .as("stands in a test:%n%s", piece)
                            .isTrue());
        });
    }
}
