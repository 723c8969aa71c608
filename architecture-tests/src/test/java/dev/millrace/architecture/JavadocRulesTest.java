/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;

/**
 * Whatever a user of Millrace can name says what it is. The compiler's doclint refuses broken Javadoc already; for missing
 * Javadoc it would also ask for a {@code @return} that says a second time what the sentence above it said.
 */
class JavadocRulesTest {

    @Test
    void everything_that_is_visible_is_described() {
        List<Path> files = Sources.under("src/main/java");
        assertThat(files).hasSizeGreaterThan(100);
        assertThat(MissingJavadoc.inFiles(files)).isEmpty();
    }

    @Test
    void the_rule_finds_what_is_missing_and_only_that() {
        assertThat(
                        MissingJavadoc.in(
                                List.of(
                                        source(
                                                """
                        package x;

                        /**
                         * Fine.
                         *
                         * @param known described
                         */
                        public record Bare(int known, int unknown) {
                            public static final int LIMIT = 1;
                            enum Hidden { ONE }
                            public enum Shown { ONE }
                            public void does() {}
                            @Override public String toString() { return ""; }
                            /** Fine. */
                            public void said() {}
                            void inner() {}
                            interface Inner { void method(); }
                        }
                        """),
                                        source(
                                                """
                        /** Fine. */
                        public class Made {
                            protected int field;
                        }
                        """))))
                .containsExactlyInAnyOrder(
                        "Bare: no @param unknown",
                        "LIMIT: no comment",
                        "Shown: no comment",
                        "ONE: no comment",
                        "does: no comment",
                        "Made: no constructor to describe",
                        "field: no comment");
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(URI.create("string:///Bare.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
