/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.history;

import dev.millrace.item.ItemState;

/** What an item holds, in one text to compare. */
public final class Contents {

    private Contents() {}

    public static String of(ItemState state) {
        return state.content().attributes().asMap() + (state.content().deleted() ? " deleted" : "");
    }
}
