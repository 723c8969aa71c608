/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import java.util.regex.Pattern;

/**
 * Where payloads are: under {@code prefix/tenant/} of a bucket, each under the hash of its content. Nothing but the hash
 * is ever taken from a pointer: every key is made here.
 *
 * <p>Give each module a prefix of its own. A {@link dev.millrace.offload.PayloadSweeper} removes what no row of the
 * modules it knows points to, and modules that share a prefix have to be swept together.
 *
 * @param bucket the bucket's name
 * @param prefix what all keys begin with: segments of letters, digits, dots, dashes and underscores, none of them
 *     beginning with a dot, separated by {@code /}; without one at the end
 */
public record PayloadPlace(String bucket, String prefix) {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final Pattern REST = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}/[0-9a-f]{64}\\.json");
    private static final int LONGEST_PREFIX = 512;

    /** Validates both names; fails with {@link InvalidValueException}. */
    public PayloadPlace {
        if (!BUCKET.matcher(requireNonNull(bucket, "bucket")).matches()) {
            throw new InvalidValueException(
                    "bucket", bucket, "must be 3 to 63 lower-case letters, digits, dots and dashes");
        }
        if (requireNonNull(prefix, "prefix").length() > LONGEST_PREFIX
                || !PREFIX.matcher(prefix).matches()) {
            throw new InvalidValueException(
                    "prefix", prefix, "must be segments of letters, digits, dots, dashes and underscores");
        }
    }

    /** The place of a module's payloads in a bucket: the module's name is the prefix. */
    public static PayloadPlace of(String bucket, ModuleId module) {
        return new PayloadPlace(bucket, module.toString());
    }

    String location(Tenant owner, String sha256) {
        return root() + owner.code() + "/" + sha256 + ".json";
    }

    String locationOf(String key) {
        return "s3://" + bucket + "/" + key;
    }

    /** Tells whether a location is one that this place gives out, for whatever tenant. */
    boolean holds(String location) {
        return location.startsWith(root())
                && REST.matcher(location.substring(root().length())).matches();
    }

    /** The key of a location that this place holds. */
    String keyOf(String location) {
        if (!holds(location)) {
            throw InvalidValueException.hidden("location", "must be a payload's in bucket " + bucket);
        }
        return location.substring(locationOf("").length());
    }

    private String root() {
        return locationOf(prefix + "/");
    }
}
