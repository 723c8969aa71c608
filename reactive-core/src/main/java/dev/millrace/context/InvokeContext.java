/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.item.Tenant;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Who asks and from where. It travels in the Reactor Context: put it there once, at the edge, with
 * {@code .contextWrite(context.asContext())}; every service call below finds it, whatever threads lie between.
 *
 * @param user who asks
 * @param sourceIp the address the request came from; empty when it is not known
 * @param origin which request it is
 */
public record InvokeContext(UserContext user, String sourceIp, Origin origin) {

    private static final String SYSTEM_USER = "system";

    /** Refuses null. */
    public InvokeContext {
        requireNonNull(user, "user");
        requireNonNull(sourceIp, "sourceIp");
        requireNonNull(origin, "origin");
    }

    /** The context of a user of a tenant, of whose request nothing more is known. */
    public static InvokeContext of(String userId, String tenant, String... roles) {
        return new InvokeContext(new UserContext(userId, Tenant.of(tenant), Set.of(roles)), "", Origin.UNKNOWN);
    }

    /** The context of a job that works for one tenant without a user. */
    public static InvokeContext system(Tenant tenant) {
        return new InvokeContext(new UserContext(SYSTEM_USER, tenant, Set.of()), "", Origin.UNKNOWN);
    }

    /** The same caller in another request. */
    public InvokeContext withOrigin(Origin newOrigin) {
        return new InvokeContext(user, sourceIp, newOrigin);
    }

    /** The same caller at another address. */
    public InvokeContext withSourceIp(String newSourceIp) {
        return new InvokeContext(user, newSourceIp, origin);
    }

    /** For {@code contextWrite}: adds this to the Reactor Context of everything upstream. */
    public Function<Context, Context> asContext() {
        return context -> context.put(InvokeContext.class, this);
    }

    /**
     * Emits the context that the subscriber's Reactor Context carries. Fails with {@link MissingContextException} when
     * it carries none: no context is an error, not an open door.
     */
    public static Mono<InvokeContext> current() {
        return Mono.deferContextual(context -> context.hasKey(InvokeContext.class)
                ? Mono.just(context.get(InvokeContext.class))
                : Mono.error(new MissingContextException()));
    }
}
