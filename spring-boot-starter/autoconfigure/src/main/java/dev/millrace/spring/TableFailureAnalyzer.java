/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.StoreMisconfiguredException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains tables that are not as they must be. */
final class TableFailureAnalyzer extends AbstractFailureAnalyzer<StoreMisconfiguredException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, StoreMisconfiguredException cause) {
        return new FailureAnalysis(
                "Millrace cannot use its tables: " + cause.getMessage() + ".", fix(cause.getMessage()), cause);
    }

    private static String fix(String fault) {
        if (fault.contains("does not exist")) {
            return "Create the tables with `millrace tables create`, or set millrace.tables=create where the application"
                    + " may create them. If they exist: the names are environment-app-module-command and -data, and"
                    + " environment-app-parked, of millrace.environment, millrace.app and millrace.modules, in the region millrace.dynamodb.region.";
        } else if (fault.contains("must have a stream")) {
            return "Switch the table's stream on with the view type NEW_IMAGE: aws dynamodb update-table --table-name …"
                    + " --stream-specification StreamEnabled=true,StreamViewType=NEW_IMAGE. Changes made before that are"
                    + " not in the stream.";
        } else if (fault.contains("partition key pk")) {
            return "A key schema cannot be changed: choose other names with millrace.environment or millrace.app, or"
                    + " create the table anew with the partition key pk and the sort key sk, both texts.";
        }
        return "Correct the permissions, the credentials or the table that the message names.";
    }
}
