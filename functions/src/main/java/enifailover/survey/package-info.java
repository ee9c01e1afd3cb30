/// What an audit sees beyond a failover's own sight: whatever can quietly become wrong months before a failover needs
/// it, and what was accepted of it earlier. Gives records without behaviour beyond reading themselves.
///
/// Nothing here is ever empty because it could not be seen: what a call or a permission had to show stands in a
/// [enifailover.survey.Seen], which otherwise says why not. So a missing permission becomes a finding, and never passes
/// for "there is none".
///
/// May not know: ports, clock, SDK, environment; only `group` of the other packages.
@org.jspecify.annotations.NullMarked
package enifailover.survey;
