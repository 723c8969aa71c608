/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.shop;

import dev.millrace.command.CommandService;
import dev.millrace.context.TenantGuard;
import dev.millrace.dynamodb.DynamoConnection;
import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoOptions;
import dev.millrace.history.HistoryService;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.AppliedVersions;
import dev.millrace.spring.MillraceModule;
import java.util.List;

/** Modules whose services a test brings. */
public final class Modules {

    private Modules() {}

    /** A module with these services; its tables are out of reach. */
    public static MillraceModule of(CommandService commands, HistoryService history) {
        DynamoModule nowhere = DynamoConnection.over(
                        new CountingHttpClient(), DynamoOptions.defaults().withRegion("us-east-1"), null)
                .module(new ModuleId("test", "shop", "order"));
        return new MillraceModule(
                nowhere,
                commands,
                nowhere.dataService(),
                history,
                AppliedVersions.over(List.of(), TenantGuard.standard()),
                List.of());
    }
}
