/// The failover group: its policy, members, saved state, findings, and the snapshot of all that at one moment.
/// Gives values without behaviour beyond reading themselves. Knows `model`; may not know: ports, clock, SDK,
/// environment.
@org.jspecify.annotations.NullMarked
package enifailover.model.group;
