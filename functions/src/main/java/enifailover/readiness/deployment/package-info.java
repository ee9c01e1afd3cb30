/// Readiness checks of this stack itself: document, rules, permissions. May not know: ports, clock, SDK,
/// environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness.deployment;
