package enifailover.harness.simulation;

import java.util.List;
import java.util.Set;

/// What a scene has besides the groups, and what is unusual about its hosts.
///
/// @param loose the ENIs that are in no group at first
/// @param windows the hosts that run Windows
/// @param unmanaged the hosts that Systems Manager does not know
public record Extras(List<Loose> loose, Set<String> windows, Set<String> unmanaged) {
    /// Nothing of that.
    public static final Extras NONE = new Extras(List.of(), Set.of(), Set.of());

    /// An ENI without a tag.
    ///
    /// @param zone `a` or `b`
    /// @param holder where it is, or empty for nowhere
    /// @param index at which device index
    public record Loose(String id, char zone, String holder, int index) {}
}
