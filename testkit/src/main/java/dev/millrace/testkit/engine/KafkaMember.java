/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.nio.file.Path;

/** A node of a cluster in a JVM of its own. */
final class KafkaMember implements Server {

    private final KafkaNode node;
    private final ChildJvm jvm;

    KafkaMember(KafkaNode node, EngineOptions options) {
        this.node = node;
        this.jvm = new ChildJvm(KafkaServer.class, options);
    }

    @Override
    public String start(Path folder) throws Exception {
        KafkaServer.prepare(folder, node);
        return jvm.start(folder);
    }

    @Override
    public void stop() {
        jvm.stop();
    }

    @Override
    public void kill() {
        jvm.kill();
    }

    @Override
    public boolean endsWithThisJvm() {
        return jvm.endsWithThisJvm();
    }
}
