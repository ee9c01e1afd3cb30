package enifailover.plan;

import enifailover.model.group.GroupName;
import enifailover.model.group.Member;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Which of several equal standbys a group prefers: the one with the lowest id, except among standbys that groups
/// share. Groups that share standbys fail together with their Availability Zone. If all preferred the same standby,
/// all but one would have to choose again.
final class StandbySpread {
    private StandbySpread() {}

    /// @return the lowest comes first; for a shared standby always the same number, and another for each group
    static long rank(GroupName group, Member standby) {
        if (!standby.shared()) {
            return 0;
        }
        CRC32C sum = new CRC32C();
        sum.update((standby.id() + " " + group).getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }
}
