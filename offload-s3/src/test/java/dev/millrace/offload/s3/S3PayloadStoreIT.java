/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import dev.millrace.offload.PayloadStore;
import dev.millrace.testkit.contract.PayloadStoreContract;
import dev.millrace.testkit.engine.S3Local;
import dev.millrace.testkit.junit.LocalS3;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalS3.class)
class S3PayloadStoreIT extends PayloadStoreContract {

    private static S3Fixture s3;

    @BeforeAll
    static void open(S3Local engine) {
        s3 = S3Fixture.create(engine);
    }

    @AfterAll
    static void close() {
        s3.close();
    }

    @Override
    protected PayloadStore store() {
        return s3.store;
    }
}
