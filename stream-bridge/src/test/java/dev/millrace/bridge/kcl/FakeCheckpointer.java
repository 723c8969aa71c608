/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.exceptions.ThrottlingException;
import software.amazon.kinesis.processor.Checkpointer;
import software.amazon.kinesis.processor.PreparedCheckpointer;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/** The Kinesis client's side of a checkpoint: remembers what was saved, fails when told to. */
final class FakeCheckpointer implements RecordProcessorCheckpointer {

    static final String END = "end of shard";

    final List<String> saved = new CopyOnWriteArrayList<>();

    private final Deque<Boolean> throttled = new ArrayDeque<>();
    private volatile boolean leaseLost;

    FakeCheckpointer throttledOnce() {
        throttled.add(true);
        return this;
    }

    void loseLease() {
        leaseLost = true;
    }

    @Override
    public void checkpoint() throws ShutdownException, ThrottlingException {
        checkpoint(END);
    }

    @Override
    public void checkpoint(String sequenceNumber) throws ShutdownException, ThrottlingException {
        if (leaseLost) {
            throw new ShutdownException("lease lost");
        }
        if (throttled.poll() != null) {
            throw new ThrottlingException("slow down");
        }
        saved.add(sequenceNumber);
    }

    @Override
    public void checkpoint(Record record) {
        throw unused();
    }

    @Override
    public void checkpoint(String sequenceNumber, long subSequenceNumber) {
        throw unused();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint() {
        throw unused();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(byte[] applicationState) {
        throw unused();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(Record record) {
        throw unused();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(Record record, byte[] applicationState) {
        throw unused();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(String sequenceNumber) {
        throw unused();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(String sequenceNumber, byte[] applicationState) {
        throw unused();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(String sequenceNumber, long subSequenceNumber) {
        throw unused();
    }

    @Override
    public PreparedCheckpointer prepareCheckpoint(
            String sequenceNumber, long subSequenceNumber, byte[] applicationState) {
        throw unused();
    }

    @Override
    public Checkpointer checkpointer() {
        throw unused();
    }

    private static AssertionError unused() {
        return new AssertionError("the bridge saves explicit places and the end of a shard, nothing else");
    }
}
