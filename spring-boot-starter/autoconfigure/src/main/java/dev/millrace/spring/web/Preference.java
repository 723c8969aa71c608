/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What a client prefers (RFC 7240): {@code Prefer: wait=5} or {@code Prefer: wait=5; sink=search}. What cannot be
 * understood is ignored, as the RFC asks.
 *
 * @param patience how long the client would wait; zero if it would not
 * @param sink which sink it would wait for; empty for the data table
 */
record Preference(Duration patience, String sink) {

    static final String HEADER = "Prefer";

    static final Preference NONE = new Preference(Duration.ZERO, "");

    private static final Pattern WAIT = Pattern.compile(
            "(?:^|[,\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(?:;\\s*sink\\s*=\\s*\"?([A-Za-z0-9._-]+)\"?)?\\s*(?:[,;]|$)",
            Pattern.CASE_INSENSITIVE);

    static Preference of(List<String> headers) {
        return headers.stream()
                .map(WAIT::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(Preference::of)
                .orElse(NONE);
    }

    private static Preference of(Matcher found) {
        String sink = found.group(2);
        return new Preference(Duration.ofSeconds(Long.parseLong(found.group(1))), sink == null ? "" : sink);
    }

    static Preference in(ContextView context) {
        return context.hasKey(Preference.class) ? context.get(Preference.class) : NONE;
    }

    Context into(Context context) {
        return context.put(Preference.class, this);
    }

    /** The same preference, with no longer a wait than that. */
    Preference within(Duration longest) {
        return patience.compareTo(longest) <= 0 ? this : new Preference(longest, sink);
    }

    boolean isWait() {
        return !patience.isZero();
    }
}
