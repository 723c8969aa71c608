/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.wire;

import dev.millrace.item.Audit;
import dev.millrace.item.ItemContent;
import java.time.Instant;

/**
 * What a record's JSON text says.
 *
 * @param content what the item holds
 * @param audit who created it and who wrote this version
 * @param removableAt when the item's rows may be removed
 * @param source the place in the code or the system that asked
 * @param requestId the id of the request that led to the command
 */
record Body(ItemContent content, Audit audit, Instant removableAt, String source, String requestId) {

    static final String NAME = "name";
    static final String ATTRIBUTES = "attributes";
    static final String PAYLOAD_TYPE = "payloadType";
    static final String SCHEMA_VERSION = "schemaVersion";
    static final String DELETED = "deleted";
    static final String EXPIRES_AT = "expiresAt";
    static final String REMOVABLE_AT = "removableAt";

    static final String AUDIT = "audit";
    static final String CREATED = "created";
    static final String UPDATED = "updated";
    static final String AT = "at";
    static final String BY = "by";
    static final String IP = "ip";

    static final String ORIGIN = "origin";
    static final String SOURCE = "source";
    static final String REQUEST_ID = "requestId";
}
