package enifailover.harness.rehearsal;

import java.util.List;

/// A failover group as a scenario finds it.
///
/// @param group its name
/// @param instances its members: the active first, then the standbys in the order of their priorities
/// @param enis its ENIs, all on the active; the first at device index 1, the next at 2
public record Cast(String group, List<String> instances, List<String> enis) {

    public Cast {
        instances = List.copyOf(instances);
        enis = List.copyOf(enis);
    }

    public String active() {
        return instances.getFirst();
    }

    /// The one that has to take the ENIs.
    public String standby() {
        return instances.get(1);
    }

    public int index(String eni) {
        return enis.indexOf(eni) + 1;
    }
}
