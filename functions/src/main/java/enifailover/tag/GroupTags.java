package enifailover.tag;

import enifailover.model.EniId;
import enifailover.model.InstanceId;
import enifailover.model.group.Finding;
import enifailover.model.group.GroupName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the operator's tags. Never throws, whatever stands in them.
///
/// @param prefix what every tag of this deployment begins with, such as `eni-failover:`
public record GroupTags(String prefix) {

    /// The key of the tag that names the group: what EC2 is asked for.
    public String groupKey() {
        return prefix + EniTags.GROUP.name();
    }

    /// The group that an ENI belongs to; empty where it says none, or none that is a name.
    public Optional<GroupName> groupOf(Map<String, String> eniTags) {
        return Optional.ofNullable(eniTags.get(groupKey())).flatMap(EniTags.GROUP::read);
    }

    /// What is wrong with an ENI that belongs to no group, though its tags look as if it should.
    public List<Finding> ofGrouplessEni(EniId eni, Map<String, String> tags) {
        List<Finding> findings = new ArrayList<>();
        String group = tags.get(groupKey());
        if (group != null && EniTags.GROUP.read(group).isEmpty()) {
            findings.add(EniTags.GROUP.wrong(prefix, eni.value(), group));
        }
        findings.addAll(UnknownTags.on(prefix, eni.value(), tags, UnknownTags.Kind.ENI));
        return List.copyOf(findings);
    }

    /// What the operator wants of a group.
    ///
    /// @param enis the tags of all the group's ENIs
    public ParsedPolicy parsedPolicy(GroupName group, Map<EniId, Map<String, String>> enis) {
        return new PolicyParser(prefix, group, enis).read();
    }

    /// Which groups an instance may hold the ENIs of, and in which order it is taken.
    public Membership membership(InstanceId instance, Map<String, String> tags) {
        return InstanceTags.read(prefix, instance, tags);
    }
}
