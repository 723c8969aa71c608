/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.testkit.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class AnnouncementsTest {

    private static final Notification NOTIFICATION = Notification.finished(
            Samples.change(ItemKey.of("ORDER", "acme", "7"), 1, Samples.note("first")),
            new ModuleId("prod", "shop", "order"));

    private final List<Notification> taken = new ArrayList<>();

    @Test
    void a_notification_is_sent() {
        Announcements announcements = Announcements.through(one -> Mono.fromRunnable(() -> taken.add(one)));

        announcements.announce(NOTIFICATION);

        assertThat(taken).containsExactly(NOTIFICATION);
        assertThat(announcements.sentCount()).isEqualTo(1);
        assertThat(announcements.droppedCount()).isZero();
    }

    @Test
    void what_finds_too_many_under_way_is_dropped_and_counted() {
        Sinks.Empty<Void> answer = Sinks.empty();
        Announcements announcements = Announcements.through(one -> answer.asMono(), 2, Duration.ofSeconds(30));

        announcements.announce(NOTIFICATION);
        announcements.announce(NOTIFICATION);
        announcements.announce(NOTIFICATION);
        assertThat(announcements.droppedCount()).isEqualTo(1);

        answer.tryEmitEmpty();
        announcements.announce(NOTIFICATION);
        assertThat(announcements.sentCount()).isEqualTo(3);
        assertThat(announcements.droppedCount()).isEqualTo(1);
    }

    @Test
    void a_failure_is_counted_and_thrown_at_nobody() {
        Announcements announcements = Announcements.through(one -> {
            throw new IllegalStateException("broken");
        });

        announcements.announce(NOTIFICATION);

        assertThat(announcements.droppedCount()).isEqualTo(1);
    }

    @Test
    void what_takes_too_long_is_given_up_and_makes_room() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            Announcements announcements = Announcements.through(one -> Mono.never(), 1, Duration.ofSeconds(5));

            announcements.announce(NOTIFICATION);
            time.advanceTimeBy(Duration.ofSeconds(5));
            assertThat(announcements.droppedCount()).isEqualTo(1);

            announcements.announce(NOTIFICATION);
            assertThat(announcements.droppedCount()).isEqualTo(1);
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    @Test
    void impossible_bounds_are_refused() {
        assertThatThrownBy(() -> Announcements.through(one -> Mono.empty(), 0, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Announcements.through(one -> Mono.empty(), 1, Duration.ZERO))
                .isInstanceOf(InvalidValueException.class);
    }
}
