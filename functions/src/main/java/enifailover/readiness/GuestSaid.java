package enifailover.readiness;

/// What the routing script's `verify` said on a group's active.
///
/// @param verified the guest can use the addresses
/// @param words what it said
public record GuestSaid(boolean verified, String words) {}
