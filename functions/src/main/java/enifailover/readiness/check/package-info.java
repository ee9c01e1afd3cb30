/// What every readiness check is made of: its context, its result, the remediation it may ask for. May not know:
/// ports, clock, SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.readiness.check;
