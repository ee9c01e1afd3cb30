package enifailover.readiness;

import enifailover.group.Attachment;
import enifailover.group.Eni;
import enifailover.group.Finding;
import enifailover.group.Finding.Severity;
import enifailover.readiness.Correction.KeepEni;
import java.util.ArrayList;
import java.util.List;

/// EC2 does not destroy an ENI together with the instance that holds it.
final class OutlivesHolder implements Check {
    @Override
    public List<Finding> look(Ground ground) {
        List<Finding> findings = new ArrayList<>();
        for (Eni eni : ground.group().enis()) {
            if (eni.attachment().isEmpty()) {
                continue;
            }
            Attachment attachment = eni.attachment().get();
            boolean mended = ground.mended().contains(new KeepEni(eni.id(), attachment.id()));
            if (attachment.attributes().deleteOnTermination() && !mended) {
                findings.add(new Finding(
                        "delete-on-termination",
                        Severity.BLOCKER,
                        eni.id().value(),
                        "its attachment to " + attachment.holder() + " has DeleteOnTermination",
                        "if that instance is terminated EC2 destroys the ENI, and there is nothing to move",
                        "set it to false: aws ec2 modify-network-interface-attribute --network-interface-id " + eni.id()
                                + " --attachment AttachmentId=" + attachment.id() + ",DeleteOnTermination=false"));
            }
        }
        return findings;
    }
}
