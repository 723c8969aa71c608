/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.history;

import dev.millrace.change.ChangeRecord;

/** One version of one item, wherever it is on its way. */
public record Fact(String item, long version) {

    public static Fact of(ChangeRecord change) {
        return new Fact(change.key().id(), change.version().value());
    }

    @Override
    public String toString() {
        return item + " v" + version;
    }
}
