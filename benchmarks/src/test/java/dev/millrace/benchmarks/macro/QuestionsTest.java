/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    @Test
    void every_question_has_a_name_of_its_own_and_asks_something() {
        assertThat(Questions.all()).extracting(Question::name).doesNotHaveDuplicates();
        assertThat(Questions.all()).extracting(Question::asks).allMatch(asked -> asked.contains("?"));
    }

    @Test
    void questions_are_found_by_name_in_the_order_of_the_road_however_they_are_written() {
        assertThat(Questions.named(List.of("b10", "B01")))
                .extracting(Question::name)
                .containsExactly("B01", "B10");
    }

    @Test
    void a_name_that_no_question_has_is_answered_with_those_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Questions.named(List.of("B99")))
                .withMessageContaining("B01, B02");
    }
}
