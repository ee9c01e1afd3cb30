package enifailover.readiness.eni;

import enifailover.model.Attachment;
import enifailover.model.Eni;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import enifailover.readiness.check.RemediationAction.KeepEni;
import java.util.ArrayList;
import java.util.List;

/// EC2 does not delete an ENI when it terminates the instance that holds it.
public final class DeleteOnTerminationOff implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        List<Finding> findings = new ArrayList<>();
        for (Eni eni : checkContext.group().enis()) {
            if (eni.attachment().isEmpty()) {
                continue;
            }
            Attachment attachment = eni.attachment().get();
            boolean mended = checkContext.mended().contains(new KeepEni(eni.id(), attachment.id()));
            if (attachment.attributes().deleteOnTermination() && !mended) {
                findings.add(new Finding(
                        "delete-on-termination",
                        Severity.BLOCKER,
                        eni.id().value(),
                        "its attachment to " + attachment.holder() + " has DeleteOnTermination=true",
                        "EC2 deletes the ENI when that instance is terminated; then no failover is possible",
                        "set it to false: aws ec2 modify-network-interface-attribute --network-interface-id " + eni.id()
                                + " --attachment AttachmentId=" + attachment.id() + ",DeleteOnTermination=false"));
            }
        }
        return findings;
    }
}
