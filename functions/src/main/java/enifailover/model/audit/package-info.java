/// What an audit reads beyond a failover's own look, and what was accepted of it earlier. Nothing here is empty
/// because it could not be read: what a call or a permission had to show stands in a
/// [enifailover.model.audit.Lookup], which otherwise says why not. So a missing permission becomes a finding. Knows
/// `model` and `model.group`; may not know: ports, clock, SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.model.audit;
