/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.command.RecordedCommand;
import dev.millrace.data.DataItem;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemState;
import dev.millrace.item.PayloadSchema;
import dev.millrace.payload.Lineage.Registration;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes of an application's payloads: under which names and in which forms they are stored, and how older forms are
 * brought up to theirs when they are read. What is stored never changes.
 *
 * <p>All reads fail with {@link PayloadException}, in which the item is named where it is known, and nothing of what it
 * holds is shown. Called inside an operator, as in {@code map(item -> payloads.read(item, Order.class))}, a read fails
 * its publisher.
 *
 * <p>Immutable; any number of threads may share it.
 */
public final class Payloads {

    private final PayloadCodec codec;
    private final Lineage lineage;

    private Payloads(PayloadCodec codec, Lineage lineage) {
        this.codec = codec;
        this.lineage = lineage;
    }

    /** Begins a registry of classes that the codec maps. */
    public static Builder over(PayloadCodec codec) {
        return new Builder(codec);
    }

    /**
     * Returns the content that holds the payload, without a name; its schema is that of the payload's class. Fails with
     * {@link InvalidValueException} when that class is not registered or a value in it is beyond the limits of attributes,
     * and with {@link PayloadException} when the codec cannot map it.
     */
    public ItemContent content(Object payload) {
        PayloadSchema schema = lineage.schemaOf(payload.getClass());
        return ItemContent.of("", codec.encode(payload)).withSchema(schema);
    }

    /** Returns the item's payload in the newest form; fails with {@link PayloadException}. */
    public <T> T read(DataItem item, Class<T> type) {
        return read(item.state(), type);
    }

    /** Returns the payload as the change leaves it, in the newest form; fails with {@link PayloadException}. */
    public <T> T read(ChangeRecord change, Class<T> type) {
        return read(change.state(), type);
    }

    /** Returns the payload as the command left it, in the newest form; fails with {@link PayloadException}. */
    public <T> T read(RecordedCommand command, Class<T> type) {
        return read(command.state(), type);
    }

    /**
     * Returns the content's payload in the newest form.
     *
     * @param type the payload's class, or one that it extends or implements
     */
    public <T> T read(ItemContent content, Class<T> type) {
        ItemContent newest = lineage.leadOn(requireNonNull(content, "content"), requireNonNull(type, "type"));
        Class<?> actual = lineage.classOf(newest);
        if (!type.isAssignableFrom(actual)) {
            throw PayloadException.otherClass(newest.schema(), actual, type);
        }
        return type.cast(codec.decode(newest.attributes(), actual));
    }

    private <T> T read(ItemState state, Class<T> type) {
        try {
            return read(state.content(), type);
        } catch (PayloadException failure) {
            throw failure.of(state.key());
        }
    }

    /** Collects what {@link Payloads} knows. Not safe for concurrent use. */
    public static final class Builder {

        private final PayloadCodec codec;
        private final List<Registration> registrations = new ArrayList<>();
        private final List<Upcaster> upcasters = new ArrayList<>();

        private Builder(PayloadCodec codec) {
            this.codec = requireNonNull(codec, "codec");
        }

        /**
         * Stores objects of exactly that class under that name, in that version of their form. Fails with
         * {@link InvalidValueException} when the name or the version is none.
         */
        public Builder type(Class<?> type, String name, int version) {
            registrations.add(new Registration(requireNonNull(type, "type"), PayloadSchema.of(name, version)));
            return this;
        }

        /** Reads an older form by way of that step. */
        public Builder upcaster(Upcaster upcaster) {
            upcasters.add(requireNonNull(upcaster, "upcaster"));
            return this;
        }

        /**
         * Returns the registry. Fails with {@link InvalidValueException} when a class or a name is registered twice, when
         * two upcasters take one form, and when one takes a form that its class already has, or leads to none.
         */
        public Payloads build() {
            return new Payloads(codec, new Lineage(List.copyOf(registrations), List.copyOf(upcasters)));
        }
    }
}
