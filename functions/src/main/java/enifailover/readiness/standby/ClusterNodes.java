package enifailover.readiness.standby;

import enifailover.model.Eni;
import enifailover.model.Instance;
import enifailover.model.group.Finding;
import enifailover.model.group.Finding.Severity;
import enifailover.model.group.Member;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// On nodes of a Kubernetes cluster, the Amazon VPC CNI does not manage the ENIs. It manages every ENI of a node that
/// has no tag [#TAG] with the value `true`: it removes addresses that it did not assign, assigns others to pods, and
/// may delete the ENI (amazon-vpc-cni-k8s, README, "ENI tags related to Allocation", and issue 725).
public final class ClusterNodes implements Check {
    public static final String TAG = "node.k8s.amazonaws.com/no_manage";

    @Override
    public List<Finding> look(CheckContext checkContext) {
        String nodes = checkContext.group().members().stream()
                .map(Member::instance)
                .filter(ClusterNodes::isNode)
                .map(node -> node.id().value())
                .collect(Collectors.joining(", "));
        if (nodes.isEmpty()) {
            return List.of();
        }
        return checkContext.group().enis().stream()
                .filter(eni -> !"true".equals(eni.tags().get(TAG)))
                .map(eni -> finding(eni, nodes))
                .toList();
    }

    private static Finding finding(Eni eni, String nodes) {
        return new Finding(
                "vpc-cni",
                Severity.WARNING,
                eni.id().value(),
                "the ENI has no tag " + TAG + "=true, and these members are nodes of a Kubernetes cluster: " + nodes,
                "the Amazon VPC CNI manages such an ENI: it removes addresses and may delete the ENI",
                "set the tag: aws ec2 create-tags --resources " + eni.id() + " --tags Key=" + TAG + ",Value=true");
    }

    /// EKS sets the first two tags on its nodes, and requires the third on self-managed nodes.
    private static boolean isNode(Instance instance) {
        Map<String, String> tags = instance.tags();
        return tags.containsKey("eks:cluster-name")
                || tags.containsKey("aws:eks:cluster-name")
                || tags.keySet().stream().anyMatch(key -> key.startsWith("kubernetes.io/cluster/"));
    }
}
