/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/conformance.md says of each case is what the tests of the repository say. */
class ConformanceDocTest {

    private static final Path DOCUMENT = Sources.ROOT.resolve(Path.of("docs", "conformance.md"));
    private static final Pattern ROW = Pattern.compile(
            "^\\| ([CX]-\\d\\d) \\| [^|]+ \\| (kept|fixed|differs|not applicable|later) \\|", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("@DisplayName\\(\\s*\"\\[([CX]-\\d\\d)\\] ");
    private static final Set<String> TESTED = Set.of("kept", "fixed", "differs");

    /** The cases that have no number in between. */
    private static final Set<Integer> NO_CASES = Set.of(3, 8, 13, 18, 23, 28, 33, 38, 43, 48, 53, 58, 63, 68, 73, 78);

    private static Stream<String> ids(char kind, int last) {
        return IntStream.rangeClosed(1, last)
                .filter(number -> kind == 'X' || !NO_CASES.contains(number))
                .mapToObj(number -> "%s-%02d".formatted(kind, number));
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> stances = new TreeMap<>();
        ROW.matcher(Files.readString(DOCUMENT)).results().forEach(row -> assertThat(
                        stances.put(row.group(1), row.group(2)))
                .as("%s stands once", row.group(1))
                .isNull());
        return stances;
    }

    private static Set<String> tested() {
        return Sources.under("src/test/java").stream()
                .flatMap(file -> NAMED.matcher(Sources.text(file)).results().map(found -> found.group(1)))
                .collect(Collectors.toSet());
    }

    @Test
    void every_case_stands_in_the_document_once() throws IOException {
        assertThat(documented().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(ids('C', 79), ids('X', 30)).collect(Collectors.toSet()));
    }

    @Test
    void a_case_has_a_test_exactly_if_the_document_says_so() throws IOException {
        Set<String> promised = documented().entrySet().stream()
                .filter(row -> TESTED.contains(row.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(tested()).containsExactlyInAnyOrderElementsOf(promised);
    }
}
