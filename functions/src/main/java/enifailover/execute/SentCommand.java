package enifailover.execute;

import enifailover.model.InstanceId;

/// A command that Systems Manager has accepted.
///
/// @param instance where it runs
/// @param id its id
public record SentCommand(InstanceId instance, String id) {}
