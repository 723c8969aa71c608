/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.kcl;

import dev.millrace.bridge.StreamFixture;
import dev.millrace.bridge.StreamSourceContract;

/** The source over the Kinesis client on DynamoDB Local. */
class KclSourceIT extends StreamSourceContract {

    @Override
    protected StreamFixture open() {
        return new KclFixture();
    }
}
