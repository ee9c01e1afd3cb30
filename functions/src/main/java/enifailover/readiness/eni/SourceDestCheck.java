package enifailover.readiness.eni;

import enifailover.model.group.Finding;
import enifailover.readiness.check.BaselineDrift;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;

/// The source/destination check of each ENI is the accepted one.
public final class SourceDestCheck implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        return BaselineDrift.of(
                checkContext,
                "source-dest-check",
                "a person or a tool changed it; while the check is on, EC2 drops every packet that the instance forwards",
                "restore it (aws ec2 modify-network-interface-attribute --no-source-dest-check or"
                        + " --source-dest-check)",
                (accepted, present) -> accepted.sourceDestCheck() == present.sourceDestCheck()
                        ? Optional.empty()
                        : Optional.of("its source/dest check is " + word(present.sourceDestCheck()) + ", it was "
                                + word(accepted.sourceDestCheck())));
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }
}
