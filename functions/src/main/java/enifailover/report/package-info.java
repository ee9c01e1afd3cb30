/// Reports for people and dashboards. Takes the results of runs and audits; gives JSON, text and HTML.
/// May not know: ports, clock, SDK, environment.
@org.jspecify.annotations.NullMarked
package enifailover.report;
