package enifailover.readiness;

import enifailover.group.Eni;
import enifailover.group.EniId;
import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import java.util.List;
import java.util.TreeSet;

/// No ENI of the group has vanished since it was accepted.
final class EniGone implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        TreeSet<EniId> gone = new TreeSet<>(ground.accepted().traits().keySet());
        ground.group().enis().stream().map(Eni::id).forEach(gone::remove);
        return gone.stream()
                .map(eni -> new Finding(
                        "eni-gone",
                        Severity.WARNING,
                        eni.value(),
                        "it was in group " + ground.group().name() + ", and no longer exists or has lost its tag",
                        "with DeleteOnTermination it died with its holder; or somebody deleted or retagged it",
                        "tag it again, or accept the group as it is now: invoke the function with"
                                + " {\"action\":\"accept\",\"group\":\""
                                + ground.group().name() + "\"}"))
                .toList();
    }
}
