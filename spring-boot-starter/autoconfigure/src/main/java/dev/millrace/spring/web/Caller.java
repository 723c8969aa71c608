/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static java.util.Objects.requireNonNull;

import dev.millrace.MillraceException;
import dev.millrace.context.InvokeContext;
import org.springframework.web.server.ServerWebExchange;
import reactor.util.context.Context;

/** Who asks, as far as the request tells. */
sealed interface Caller {

    /** Where the exchange keeps it. */
    String ATTRIBUTE = Caller.class.getName();

    static Caller of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(ATTRIBUTE, Nobody.INSTANCE);
    }

    /** Adds to the Reactor Context what services need to know. */
    default Context into(Context context) {
        return context;
    }

    /**
     * A user of a tenant.
     *
     * @param context who and from where
     */
    record Known(InvokeContext context) implements Caller {

        /** Refuses null. */
        public Known {
            requireNonNull(context, "context");
        }

        @Override
        public Context into(Context upstream) {
            return context.asContext().apply(upstream);
        }
    }

    /**
     * Somebody whose token is good, and who may still not act.
     *
     * @param failure why
     */
    record Refused(MillraceException failure) implements Caller {

        /** Refuses null. */
        public Refused {
            requireNonNull(failure, "failure");
        }
    }

    /** Nobody that anything is known of. */
    enum Nobody implements Caller {
        /** The one value. */
        INSTANCE
    }
}
