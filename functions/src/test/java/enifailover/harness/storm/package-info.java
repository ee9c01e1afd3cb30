/// Many groups fail at once, in virtual time, under the request limits that EC2 documents: each group its own
/// invocation with its own clients' view of one account. Takes a number, gives a table. May not know: processes.
@org.jspecify.annotations.NullMarked
package enifailover.harness.storm;
