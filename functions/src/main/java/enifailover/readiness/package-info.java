/// What would stop or weaken a failover, found before it is needed: one check a file, pure over a group's snapshot and
/// an audit's survey. Takes what was seen and what was accepted earlier, gives findings, and what could be put right.
/// The failover's own planner is asked what it would do if the active failed now.
/// Knows `group`, `survey`, `tag`, `assess`, `plan`, `script`; may not know: ports, clock, SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness;
