/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.Version;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Versions as entity tags: version 7 is {@code "7"}. */
public final class ETags {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,10})\"");
    private static final String ANY = "*";

    private ETags() {}

    /** The tag of a version, quotes included. */
    public static String of(Version version) {
        return "\"" + version + "\"";
    }

    /** Reads a tag; fails with {@link InvalidValueException} when it is none that {@link #of} gave. */
    public static Version parse(String tag) {
        Matcher matcher = TAG.matcher(tag.strip());
        if (!matcher.matches()) {
            throw new InvalidValueException("entity tag", tag, "must be a version in quotes, for example \"7\"");
        }
        return Version.of(Long.parseLong(matcher.group(1)));
    }

    /**
     * The state that a request expects: the version of {@code If-Match}, any state for {@code If-Match: *}, absent for
     * {@code If-None-Match: *}; null if it says neither. Fails with {@link InvalidValueException} for anything else.
     */
    static @Nullable ExpectedVersion expected(HttpHeaders headers) {
        List<String> match = headers.getOrEmpty(HttpHeaders.IF_MATCH);
        List<String> noneMatch = headers.getOrEmpty(HttpHeaders.IF_NONE_MATCH);
        if (match.isEmpty() && noneMatch.isEmpty()) {
            return null;
        }
        if (match.isEmpty() && noneMatch.equals(List.of(ANY))) {
            return ExpectedVersion.absent();
        }
        if (match.size() != 1 || !noneMatch.isEmpty()) {
            throw new InvalidValueException(
                    "precondition", String.join(", ", match), "must be one If-Match, or If-None-Match: *");
        }
        return match.get(0).strip().equals(ANY)
                ? ExpectedVersion.latest()
                : ExpectedVersion.exactly(parse(match.get(0)));
    }

    /** Tells whether a request names a state that it expects. */
    static boolean hasPrecondition(HttpHeaders headers) {
        return headers.containsHeader(HttpHeaders.IF_MATCH) || headers.containsHeader(HttpHeaders.IF_NONE_MATCH);
    }
}
