package enifailover.readiness.eni;

import enifailover.model.group.Finding;
import enifailover.readiness.check.BaselineDrift;
import enifailover.readiness.check.Check;
import enifailover.readiness.check.CheckContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every Elastic IP that was accepted is still associated with the same private address.
public final class ElasticIps implements Check {
    @Override
    public List<Finding> look(CheckContext checkContext) {
        return BaselineDrift.of(
                checkContext,
                "elastic-ip",
                "a person or a tool changed the association; a failover does not restore it",
                "associate the address again (aws ec2 associate-address)",
                (accepted, present) -> {
                    List<String> changes = new ArrayList<>();
                    new TreeMap<>(accepted.elasticIps()).forEach((inside, outside) -> {
                        String now = present.elasticIps().get(inside);
                        if (!outside.equals(now)) {
                            changes.add("Elastic IP " + outside + " is no longer associated with " + inside
                                    + (now == null ? "" : "; now associated: " + now));
                        }
                    });
                    Map<String, String> more = new TreeMap<>(present.elasticIps());
                    more.keySet().removeAll(accepted.elasticIps().keySet());
                    more.forEach((inside, outside) ->
                            changes.add("Elastic IP " + outside + " is newly associated with " + inside));
                    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", changes));
                });
    }
}
