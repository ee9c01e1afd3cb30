/// All readiness checks of all groups. Takes what was read and what was accepted; gives the audit. To add a check:
/// write it in its subject's package and name it in [enifailover.readiness.audit.GroupChecks]. May not know: ports,
/// clock, SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness.audit;
