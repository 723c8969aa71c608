/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A test named {@code …DocTest} compiles and runs the Java of the chapter of docs/ that it names: every piece of it stands
 * there.
 */
class DocumentedJavaTest {

    private static final Pattern CHAPTER = Pattern.compile("docs/[\\w-]+\\.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static List<Path> docTests() {
        return Sources.under("src/test/java").stream()
                .filter(file -> file.getFileName().toString().endsWith("DocTest.java"))
                .filter(file -> !file.getFileName().toString().equals("ConformanceDocTest.java"))
                .toList();
    }

    private static List<String> pieces(String chapter) {
        return JAVA.matcher(Sources.text(Sources.ROOT.resolve(chapter)))
                .results()
                .map(piece -> piece.group(1))
                .toList();
    }

    /** Lines are broken where there is room, which is not the same in a document as in a method. */
    private static String squeezed(String java) {
        return SPACE.matcher(java).replaceAll("");
    }

    @Test
    void what_a_chapter_shows_stands_in_its_test() {
        assertThat(docTests()).hasSizeGreaterThan(2).allSatisfy(test -> {
            String text = Sources.text(test);
            List<String> chapters = CHAPTER.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .toList();
            assertThat(chapters).as("chapters that %s names", test).isNotEmpty().allSatisfy(chapter -> assertThat(
                            pieces(chapter))
                    .as("Java of %s", chapter)
                    .isNotEmpty()
                    .allSatisfy(piece -> assertThat(squeezed(text).contains(squeezed(piece)))
                            .as("stands in %s:%n%s", test, piece)
                            .isTrue()));
        });
    }
}
