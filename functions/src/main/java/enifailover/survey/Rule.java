package enifailover.survey;

/// A rule of this stack on EventBridge. Source: EventBridge API, ListRules.
///
/// @param trigger what it is called in the template, such as `StateChange`
/// @param name its name on EventBridge, which CloudFormation made
/// @param enabled events pass it
public record Rule(String trigger, String name, boolean enabled) {}
