package enifailover.survey;

/// A rule of this stack on EventBridge. Source: EventBridge API, ListRules.
///
/// @param name its name; CloudFormation's begins with the stack's name and the logical id, such as
/// `STACK-FailoverFunctionStateChange-1A2B`
/// @param enabled events pass it
public record Rule(String name, boolean enabled) {}
