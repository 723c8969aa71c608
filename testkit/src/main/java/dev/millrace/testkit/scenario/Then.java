/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.scenario;

import dev.millrace.command.Command;
import dev.millrace.command.CommandPatch;
import dev.millrace.command.PublishOutcome.Recorded;
import dev.millrace.command.PublishOutcome.Unchanged;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvokeContext;
import dev.millrace.item.Attributes;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.Version;

/**
 * What a command of a {@link Scenario} led to. Each method fails with an {@link AssertionError} that names the item and
 * the versions when it was something else; unlike the rest of Millrace it shows payloads, for tests have no secrets.
 */
public final class Then {

    private final Scenario scenario;
    private final ItemKey key;
    private final Answer answer;

    Then(Scenario scenario, ItemKey key, Answer answer) {
        this.scenario = scenario;
        this.key = key;
        this.answer = answer;
    }

    /** Then it is recorded as that version of the item, with these attributes. */
    public Then thenRecorded(long version, Attributes attributes) {
        String expected = "%s to be recorded at version %d".formatted(key, version);
        if (!(answer.outcome() instanceof Recorded recorded)
                || !recorded.version().equals(Version.of(version))) {
            throw unlike(expected, answer);
        }
        requireEqual(attributes, recorded.command().content().attributes(), expected);
        return this;
    }

    /** Then the item's newest version holds that. */
    public Then thenItem(ItemContent content) {
        ItemContent held = newest().content();
        String what = "%s at version %s".formatted(key, newest().version());
        requireEqual(content.attributes(), held.attributes(), what);
        if (!content.equals(held)) {
            throw unlike(what + " to have " + inFull(content), "it has " + inFull(held));
        }
        return this;
    }

    /** Then nothing is recorded, because the item looks like this already. */
    public Then thenUnchanged() {
        if (!(answer.outcome() instanceof Unchanged)) {
            throw unlike(key + " to be unchanged", answer);
        }
        return this;
    }

    /** Then nothing is recorded, because another command was first. */
    public Then thenConflict() {
        return thenFails(VersionConflictException.class);
    }

    /** Then it fails like this. */
    public Then thenFails(Class<? extends Throwable> failure) {
        if (!failure.isInstance(answer.failure())) {
            throw unlike("%s to fail with %s".formatted(key, failure.getSimpleName()), answer);
        }
        return this;
    }

    /** And when this command is published, too. */
    public Then andWhenPublished(Command command) {
        return scenario.whenPublished(command);
    }

    /** And when this patch is published, too. */
    public Then andWhenPublished(CommandPatch patch) {
        return scenario.whenPublished(patch);
    }

    /** And when that caller publishes this command. */
    public Then andWhenPublishedBy(InvokeContext caller, Command command) {
        return scenario.whenPublishedBy(caller, command);
    }

    /** And when that caller publishes this patch. */
    public Then andWhenPublishedBy(InvokeContext caller, CommandPatch patch) {
        return scenario.whenPublishedBy(caller, patch);
    }

    private RecordedCommand newest() {
        RecordedCommand newest = scenario.latest(key);
        if (newest == null) {
            throw unlike(key + " to be there", "it has no version");
        }
        return newest;
    }

    private void requireEqual(Attributes expected, Attributes actual, String what) {
        if (!expected.equals(actual)) {
            throw unlike(what + " with " + expected.asMap(), "there is " + actual.asMap());
        }
    }

    private static String inFull(ItemContent content) {
        return "name '%s', %s, %s, expiring at %s"
                .formatted(
                        content.name(),
                        content.schema(),
                        content.deleted() ? "deleted" : "live",
                        content.expires() ? content.expiresAt() : "no time");
    }

    private AssertionError unlike(String expected, Object actual) {
        return new AssertionError("expected %s, but %s".formatted(expected, actual), answer.failure());
    }
}
