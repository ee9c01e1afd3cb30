/// Tests of the table, on DynamoDB Local.
@org.jspecify.annotations.NullMarked
package enifailover.aws.dynamodb;
