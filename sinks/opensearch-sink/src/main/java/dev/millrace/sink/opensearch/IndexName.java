/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.opensearch;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.rebuild.SinkGenerations;
import dev.millrace.sink.SinkName;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Names an index. Queries use the {@link #name}, an alias that hides deleted items and leads to one generation; a sink
 * writes through {@link #writeAlias}, so that it can never make an index by accident. Another generation is another index
 * beside it, filled by another sink before the alias moves there.
 *
 * @param name what queries use: 1 to 200 lower-case letters, digits, dashes and underscores, starting with a letter or digit
 * @param generation which index of that name, from 1 to 9999
 */
public record IndexName(String name, int generation) {

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9_-]{0,199}");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");
    private static final int LAST_GENERATION = SinkGenerations.LAST;

    /** A name has no dot, so what follows the first one cannot belong to another name. */
    private static final String GENERATION = ".v";

    private static final String SINK = "opensearch";

    /** Validates both; fails with {@link InvalidValueException}. */
    public IndexName {
        if (!LEGAL.matcher(requireNonNull(name, "name")).matches()) {
            throw new InvalidValueException(
                    "index name",
                    name,
                    "must be 1 to 200 lower-case letters, digits, dashes and underscores, starting with a letter or digit");
        }
        if (generation < 1 || generation > LAST_GENERATION) {
            throw new InvalidValueException(
                    "generation", Integer.toString(generation), "must be from 1 to " + LAST_GENERATION);
        }
    }

    /** The first generation of a module's index, {@code environment-application-module-search}. */
    public static IndexName of(ModuleId module) {
        return new IndexName(module.named("search"), 1);
    }

    /** Another generation under the same name. */
    public IndexName withGeneration(int newGeneration) {
        return new IndexName(name, newGeneration);
    }

    /** The index itself. */
    public String physical() {
        return name + GENERATION + generation;
    }

    /** What the sink writes through. */
    public String writeAlias() {
        return physical() + ".write";
    }

    /** All generations, and nothing of another name. */
    String pattern() {
        return name + GENERATION + "*";
    }

    /** Which generation the index of that name is; empty for an index that somebody else has named so. */
    OptionalInt generationOf(String physical) {
        String prefix = name + GENERATION;
        boolean isOurs = physical.startsWith(prefix)
                && NUMBER.matcher(physical.substring(prefix.length())).matches();
        return isOurs ? OptionalInt.of(Integer.parseInt(physical.substring(prefix.length()))) : OptionalInt.empty();
    }

    /** The name of the sink that fills it: {@code opensearch}, and {@code opensearch-v2} for the second generation. */
    public SinkName sinkName() {
        return SinkName.of(generation == 1 ? SINK : SINK + "-v" + generation);
    }

    @Override
    public String toString() {
        return physical();
    }
}
