/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.bridge.direct;

import dev.millrace.bridge.ScriptedFixture;
import dev.millrace.bridge.ScriptedStreamContract;

/** The direct source on a stream that is difficult. */
class DirectScriptedTest extends ScriptedStreamContract {

    @Override
    protected ScriptedFixture open() {
        return new DirectFixture();
    }
}
