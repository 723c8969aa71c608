/** Tells AWS services of changes: messages through SNS and SQS, executions of Step Functions. */
@NullMarked
package dev.millrace.sink.aws;

import org.jspecify.annotations.NullMarked;
