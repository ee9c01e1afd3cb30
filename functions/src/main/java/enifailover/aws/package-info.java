/// The only SDK code of the program: each port of `enifailover.port` as AWS fulfils it. Takes SDK clients; gives ports;
/// turns every error of AWS into [enifailover.port.Refused] by one table. May not know: assessments, plans, the flow,
/// Lambda, the environment.
@org.jspecify.annotations.NullMarked
package enifailover.aws;
