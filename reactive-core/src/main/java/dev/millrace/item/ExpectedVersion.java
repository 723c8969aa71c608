/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.item;

import static java.util.Objects.requireNonNull;

/** The state in which a command expects its item: not there yet, at exactly one version, or at whichever is the latest. */
public sealed interface ExpectedVersion {

    /** The item must not exist: the command creates it. */
    static ExpectedVersion absent() {
        return Absent.INSTANCE;
    }

    /** The item must be at that version; {@link Version#NONE} is the same as {@link #absent()}. */
    static ExpectedVersion exactly(Version version) {
        return version.equals(Version.NONE) ? Absent.INSTANCE : new Exactly(version);
    }

    /** The item may be at any version, or not exist: the command applies to whatever is there. */
    static ExpectedVersion latest() {
        return Latest.INSTANCE;
    }

    /**
     * Reads the product's numbers: {@code 0} is absent, {@code -1} is latest, any other is that version. Fails with
     * {@link InvalidValueException} for other negative numbers.
     */
    static ExpectedVersion of(long version) {
        return version == Keys.VERSION_LATEST ? latest() : exactly(Version.of(version));
    }

    /** The item must not exist. */
    enum Absent implements ExpectedVersion {
        /** The one value. */
        INSTANCE;

        @Override
        public String toString() {
            return "absent";
        }
    }

    /**
     * The item must be at this version.
     *
     * @param version the version, at least 1
     */
    record Exactly(Version version) implements ExpectedVersion {

        /** Refuses version 0, which is {@link #absent()}. */
        public Exactly {
            if (requireNonNull(version, "version").equals(Version.NONE)) {
                throw new InvalidValueException("expected version", "0", "means absent");
            }
        }

        @Override
        public String toString() {
            return version.toString();
        }
    }

    /** Any state will do. */
    enum Latest implements ExpectedVersion {
        /** The one value. */
        INSTANCE;

        @Override
        public String toString() {
            return "latest";
        }
    }
}
