/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.testkit.engine;

import java.lang.reflect.Method;
import java.nio.file.Path;

/**
 * Adobe's S3Mock in this JVM, with its objects in the folder. A Spring Boot application, so it is started in a JVM that has
 * its libraries and not ours; hence the reflection.
 */
final class S3Server implements Server {

    private static final String APPLICATION = "com.adobe.testing.s3mock.S3MockApplication";

    @Override
    public String start(Path folder) throws Exception {
        Class<?> kind = Class.forName(APPLICATION);
        Method start = kind.getMethod("start", String[].class);
        Object application = start.invoke(null, (Object) arguments(folder));
        return "http://127.0.0.1:" + kind.getMethod("getHttpPort").invoke(application);
    }

    private static String[] arguments(Path folder) {
        return new String[] {
            "--com.adobe.testing.s3mock.httpPort=0",
            "--server.port=0",
            "--com.adobe.testing.s3mock.store.root=" + folder.resolve("objects"),
            "--spring.main.banner-mode=off",
            "--logging.level.root=WARN"
        };
    }

    /** Its JVM ends right after, and the folder goes with it. */
    @Override
    public void stop() {
        // nothing that outlives the JVM
    }
}
