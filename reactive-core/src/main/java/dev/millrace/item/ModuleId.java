/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A module of an application in an environment: what shares a pair of tables and a topic. All physical names derive from
 * it.
 *
 * @param environment where it runs, for example {@code prod}
 * @param application which application it belongs to
 * @param module its name within the application, for example {@code order}
 */
public record ModuleId(String environment, String application, String module) {

    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /** Validates the three names; fails with {@link InvalidValueException}. */
    public ModuleId {
        requireSegment("environment", environment);
        requireSegment("application", application);
        requireSegment("module", module);
    }

    private static void requireSegment(String what, String text) {
        if (!SEGMENT.matcher(requireNonNull(text, what)).matches()) {
            throw new InvalidValueException(
                    what,
                    text,
                    "must be 1 to 63 lower-case letters, digits, dashes and underscores, starting with a letter or digit");
        }
    }

    /** The append-only table of recorded commands. */
    public String commandTable() {
        return named("command");
    }

    /** The table of the items' latest states. */
    public String dataTable() {
        return named("data");
    }

    /** The table of parked changes, one for all modules of the application. */
    public String parkedTable() {
        return environment + "-" + application + "-parked";
    }

    /** The Kafka topic on which the module's changes travel. */
    public String changesTopic() {
        return named("changes");
    }

    /** A physical name of this module that ends with the suffix. */
    public String named(String suffix) {
        return this + "-" + suffix;
    }

    @Override
    public String toString() {
        return environment + "-" + application + "-" + module;
    }
}
