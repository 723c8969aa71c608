/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.benchmarks.macro;

import java.util.List;
import java.util.Locale;

/** All questions, in the order of the road. */
final class Questions {

    private static final List<Question> ALL = List.of(
            new PublishRequests(),
            new PublishCost(),
            new PublishLocal(),
            new Contention(),
            new BridgeCost(),
            new CatchUp(),
            new ManyShards(),
            new LaneCost(),
            new SenderCost(),
            new Latency(),
            new SqlSink(),
            new SearchCost(),
            new Growth(),
            new Recovery(),
            new Starts(),
            new CommandBytes());

    private Questions() {}

    /** All of them. */
    static List<Question> all() {
        return ALL;
    }

    /** The questions of these names, in the order of the road; fails for a name that none has. */
    static List<Question> named(List<String> names) {
        List<String> wanted =
                names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
        List<String> known = ALL.stream().map(Question::name).toList();
        if (!known.containsAll(wanted)) {
            throw new IllegalArgumentException("there are the questions " + String.join(", ", known));
        }
        return ALL.stream().filter(question -> wanted.contains(question.name())).toList();
    }
}
