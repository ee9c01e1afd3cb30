/// Snapshots of groups for tests.
@org.jspecify.annotations.NullMarked
package enifailover.model.group;
