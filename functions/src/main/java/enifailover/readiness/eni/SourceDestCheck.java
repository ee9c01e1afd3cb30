package enifailover.readiness.eni;

import enifailover.model.group.Finding;
import enifailover.readiness.check.BaselineDrift;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Optional;

/// The source/destination check of each ENI is as it was accepted: an appliance's must stay off.
public final class SourceDestCheck implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        return BaselineDrift.of(
                checkContext,
                "source-dest-check",
                "somebody changed it; with it on, EC2 drops every packet that the ENI only forwards",
                "put it back (aws ec2 modify-network-interface-attribute --no-source-dest-check or"
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
