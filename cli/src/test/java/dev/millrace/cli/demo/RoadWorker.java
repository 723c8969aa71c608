/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

import dev.millrace.bridge.BridgeListener;
import dev.millrace.cli.SourceOption;
import java.net.URI;
import reactor.core.publisher.Mono;

/** A process with the bridge and the data table's sink in it, to be killed. */
final class RoadWorker {

    private RoadWorker() {}

    /** Runs until killed; takes DynamoDB's endpoint and Kafka's servers. */
    public static void main(String[] arguments) {
        try (Road road = new Road(URI.create(arguments[0]), arguments[1]);
                Follower dataTable = road.follower(new DataTable(road.module()))) {
            Mono.when(road.bridges(1, new SourceOption(), BridgeListener.none(), Mono.never()), dataTable.run(Mono.never()))
                    .block();
        }
    }
}
