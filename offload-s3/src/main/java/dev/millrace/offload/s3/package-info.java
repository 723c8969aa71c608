/** Large payloads in S3: {@link S3PayloadStore} for {@link dev.millrace.offload.PayloadOffload}. */
@NullMarked
package dev.millrace.offload.s3;

import org.jspecify.annotations.NullMarked;
