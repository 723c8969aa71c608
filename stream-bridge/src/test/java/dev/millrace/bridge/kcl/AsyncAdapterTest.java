/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import static dev.millrace.bridge.ScriptedFixture.ARN;
import static dev.millrace.bridge.ScriptedFixture.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testkit.streams.ScriptedStreams;
import dev.millrace.testkit.streams.StreamCall;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

@Timeout(60)
class AsyncAdapterTest {

    private final ScriptedStreams streams = ScriptedStreams.of(ARN);
    private final AsyncAdapter adapter =
            new AsyncAdapter(streams, Region.US_EAST_1, new LocalArns(Region.US_EAST_1.id()));

    @Test
    void a_stream_that_throttles_is_described_in_the_end() throws Exception {
        streams.open(shard(1));
        streams.throttle(StreamCall.DESCRIBE, 2);
        assertThat(adapter.describeStream(describe()).get().streamDescription().shards())
                .hasSize(1);
        assertThat(streams.calls(StreamCall.DESCRIBE)).isEqualTo(3);
    }

    @Test
    void a_stream_that_is_gone_says_so_at_once() {
        var other = DescribeStreamRequest.builder().streamName(ARN + "1").build();
        assertThatThrownBy(() -> adapter.describeStream(other).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThat(streams.calls(StreamCall.DESCRIBE)).isEqualTo(1);
    }

    private static DescribeStreamRequest describe() {
        return DescribeStreamRequest.builder().streamName(ARN).build();
    }
}
