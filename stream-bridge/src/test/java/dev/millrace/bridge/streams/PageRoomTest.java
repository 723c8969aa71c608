/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class PageRoomTest {

    private final PageRoom room = new PageRoom(2);
    private final List<String> taken = new ArrayList<>();

    @Test
    void no_more_places_are_taken_than_there_are_and_who_waits_longest_comes_next() {
        PageRoom.Place first = take("1");
        take("2");
        take("3");
        take("4");
        assertThat(taken).containsExactly("1", "2");
        first.close();
        assertThat(taken).containsExactly("1", "2", "3");
    }

    @Test
    void a_place_that_was_closed_twice_is_free_once() {
        PageRoom.Place first = take("1");
        take("2");
        first.close();
        first.close();
        take("3");
        take("4");
        assertThat(taken).containsExactly("1", "2", "3");
    }

    @Test
    void who_gives_up_waiting_leaves_the_turn_to_the_next() {
        PageRoom.Place first = take("1");
        take("2");
        PageRoom.Place impatient = room.place();
        Disposable waiting = impatient.take().subscribe(any -> {}, failure -> {}, () -> taken.add("impatient"));
        take("4");
        waiting.dispose();
        impatient.close();
        first.close();
        assertThat(taken).containsExactly("1", "2", "4");
    }

    private PageRoom.Place take(String name) {
        PageRoom.Place place = room.place();
        place.take().subscribe(any -> {}, failure -> {}, () -> taken.add(name));
        return place;
    }
}
