/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.StreamFixture;
import dev.millrace.bridge.StreamSourceContract;

/** The direct source without any engine. */
class DirectSourceTest extends StreamSourceContract {

    @Override
    protected StreamFixture open() {
        return new DirectFixture();
    }
}
