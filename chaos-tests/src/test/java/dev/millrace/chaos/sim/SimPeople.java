/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.chaos.sim;

import dev.millrace.chaos.history.Event.Cured;
import dev.millrace.context.InvokeContext;
import dev.millrace.context.TenantGuard;
import dev.millrace.parking.ParkedScope;
import dev.millrace.parking.Parking;
import java.time.Clock;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Those who look after a sink: they mend it, have what is parked redriven, mended or not, and throw changes away. */
final class SimPeople {

    private static final long LOOK_MILLIS = 500;
    private static final InvokeContext PERSON = InvokeContext.of("person", "ops", "system_admin");

    private final World world;
    private final Parking parking;
    private final Runnable mend;

    SimPeople(World world, SimParked parked, Clock clock, Runnable mend) {
        this.world = world;
        this.parking = Parking.over(parked.forPeople(), TenantGuard.standard(), clock);
        this.mend = mend;
    }

    void lookNowAndThen() {
        world.later(LOOK_MILLIS, () -> {
            if (world.happens(Trouble.SINK_MENDED)) {
                mend.run();
            }
            if (world.happens(Trouble.ITEMS_REDRIVEN)) {
                redriveAll();
            }
            if (world.happens(Trouble.CHANGE_DISCARDED)) {
                discardOne();
            }
            lookNowAndThen();
        });
    }

    /** The sink takes everything from now on. */
    void cure() {
        mend.run();
        world.note(new Cured(SimSink.NAME.text()));
    }

    void redriveAll() {
        attempt(parking.redrive(SimParked.SINK, ParkedScope.everyTenant()));
    }

    private void discardOne() {
        attempt(parking.list(SimParked.SINK, ParkedScope.everyTenant()).next().flatMap(item -> parking.discard(
                        SimParked.SINK, item.key(), item.setback().version())
                .then(parking.redrive(SimParked.SINK, ParkedScope.item(item.key())))));
    }

    /** What fails is for the next time. */
    private static void attempt(Publisher<?> deed) {
        Flux.from(deed).contextWrite(PERSON.asContext()).onErrorComplete().subscribe();
    }
}
