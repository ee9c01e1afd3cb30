package enifailover.port;

import enifailover.model.Eni;
import enifailover.model.Instance;
import java.time.Instant;
import java.util.List;

/// What a look at AWS showed.
///
/// @param enis the ENIs that carry a group's tag, by id
/// @param instances the members and holders, by id; one that EC2 no longer knows is left out
/// @param warnings what could not be seen, in words, such as Systems Manager away
/// @param at when the look began
public record Observation(List<Eni> enis, List<Instance> instances, List<String> warnings, Instant at) {}
