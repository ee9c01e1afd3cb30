package enifailover.model.audit;

/// A rule of this stack on EventBridge. Source: EventBridge API, ListRules.
///
/// @param trigger what it is called in the template, such as `StateChange`
/// @param name its name on EventBridge, which CloudFormation made
/// @param enabled events pass it
public record EventRule(String trigger, String name, boolean enabled) {}
