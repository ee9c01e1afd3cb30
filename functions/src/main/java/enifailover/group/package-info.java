/// The vocabulary: ids, instances, ENIs, failover groups, policies, and what was observed of them at one moment.
/// Gives values without behaviour beyond reading themselves. May not know: ports, clock, SDK, environment, any other
/// package.
@org.jspecify.annotations.NullMarked
package enifailover.group;
