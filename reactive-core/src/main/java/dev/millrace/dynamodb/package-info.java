/** The ports on DynamoDB: {@link dev.millrace.dynamodb.DynamoConnection} opens, {@link DynamoModule} gives the services. */
@NullMarked
package dev.millrace.dynamodb;

import org.jspecify.annotations.NullMarked;
