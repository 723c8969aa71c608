/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.payload;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.PayloadSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which forms of payloads are known, and the steps that lead from each to the form that a class has. */
final class Lineage {

    private static final String UPCASTER = "upcaster";

    private final Map<Class<?>, PayloadSchema> schemas = new HashMap<>();
    private final Map<PayloadSchema, Class<?>> classes = new HashMap<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final Map<PayloadSchema, Upcaster> steps = new HashMap<>();
    private final Map<Class<?>, Upcaster> adopters = new HashMap<>();

    /** Fails with {@link InvalidValueException} when two say different things of one form, or one leads nowhere. */
    Lineage(List<Registration> registrations, List<Upcaster> upcasters) {
        registrations.forEach(this::add);
        upcasters.stream().filter(upcaster -> !upcaster.from().isNone()).forEach(this::addStep);
        upcasters.forEach(this::requireLeadsToClass);
        upcasters.stream().filter(upcaster -> upcaster.from().isNone()).forEach(this::addAdopter);
        steps.keySet().forEach(form -> newest.merge(form.type(), form.version(), Math::max));
    }

    /** A class and the form that its objects have. */
    record Registration(Class<?> type, PayloadSchema schema) {}

    private void add(Registration registration) {
        if (schemas.putIfAbsent(registration.type(), registration.schema()) != null) {
            throw new InvalidValueException(
                    "payload class", registration.type().getName(), "must be registered only once");
        }
        if (newest.putIfAbsent(
                        registration.schema().type(), registration.schema().version())
                != null) {
            throw new InvalidValueException(
                    "payload type", registration.schema().type(), "must be registered only once");
        }
        classes.put(registration.schema(), registration.type());
    }

    private void addStep(Upcaster upcaster) {
        PayloadSchema from = upcaster.from();
        if (from.version() >= newest.getOrDefault(from.type(), Integer.MAX_VALUE)) {
            throw new InvalidValueException(
                    UPCASTER, upcaster.toString(), "must take an older form than its class has");
        }
        if (steps.putIfAbsent(from, upcaster) != null) {
            throw new InvalidValueException(UPCASTER, upcaster.toString(), "must be the only one from its form");
        }
    }

    private void requireLeadsToClass(Upcaster upcaster) {
        if (!classes.containsKey(end(upcaster))) {
            throw new InvalidValueException(
                    UPCASTER, upcaster.toString(), "must lead to the form of a class, leads to " + end(upcaster));
        }
    }

    private void addAdopter(Upcaster upcaster) {
        Class<?> type = requireNonNull(classes.get(end(upcaster)));
        if (adopters.putIfAbsent(type, upcaster) != null) {
            throw new InvalidValueException(
                    UPCASTER, upcaster.toString(), "must be the only one that adopts for its class");
        }
    }

    /** Where the steps lead; they do end, for each leads to a higher version. */
    private PayloadSchema end(Upcaster upcaster) {
        PayloadSchema form = upcaster.to();
        for (Upcaster next = steps.get(form); next != null; next = steps.get(form)) {
            form = next.to();
        }
        return form;
    }

    /** The form of a class; fails with {@link InvalidValueException} when it has none. */
    PayloadSchema schemaOf(Class<?> type) {
        PayloadSchema schema = schemas.get(type);
        if (schema == null) {
            throw new InvalidValueException("payload class", type.getName(), "must be registered");
        }
        return schema;
    }

    /** The class whose form the content has; that of content which was led here. */
    Class<?> classOf(ItemContent content) {
        return requireNonNull(classes.get(content.schema()));
    }

    /** Returns the content in the form of a class; fails with {@link PayloadException}. */
    ItemContent leadOn(ItemContent content, Class<?> wanted) {
        ItemContent form = content;
        for (Upcaster next = next(form, wanted); next != null; next = next(form, wanted)) {
            form = apply(next, form);
        }
        if (!classes.containsKey(form.schema())) {
            throw stranded(form.schema(), wanted);
        }
        return form;
    }

    private @Nullable Upcaster next(ItemContent form, Class<?> wanted) {
        return form.schema().isNone() ? adopters.get(wanted) : steps.get(form.schema());
    }

    private static ItemContent apply(Upcaster upcaster, ItemContent form) {
        try {
            return form.withAttributes(upcaster.step().apply(form.attributes())).withSchema(upcaster.to());
        } catch (RuntimeException failure) {
            throw PayloadException.upcastFailed(upcaster, failure);
        }
    }

    private PayloadException stranded(PayloadSchema form, Class<?> wanted) {
        if (form.isNone()) {
            return PayloadException.noSchema(wanted);
        }
        Integer known = newest.get(form.type());
        if (known == null) {
            return PayloadException.unknownType(form);
        }
        return form.version() > known ? PayloadException.newerVersion(form, known) : PayloadException.noUpcaster(form);
    }
}
