package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.ec2.Attachment.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// ModifyNetworkInterfaceAttribute, ModifyInstanceMaintenanceOptions, CreateTags, DeleteTags.
public final class Changing {

    /// One change of an ENI. EC2 takes one a call (D).
    public sealed interface Change {
        /// What terminating the holder does.
        record DeleteOnTermination(String attachmentId, boolean value) implements Change {}

        /// ENA queues; null for the default.
        record EnaQueueCount(String attachmentId, @Nullable Integer count) implements Change {}

        /// ENA Express.
        record EnaSrd(boolean enabled, boolean udp) implements Change {}

        /// Source/destination check.
        record SourceDestCheck(boolean value) implements Change {}

        /// The description.
        record Description(String message) implements Change {}

        /// The security groups.
        record Groups(List<String> ids) implements Change {}
    }

    private final Inventory inventory;

    Changing(Inventory inventory) {
        this.inventory = inventory;
    }

    void modify(String eniId, List<Change> changes, boolean dryRun) {
        NetworkInterface eni = inventory.networkInterface(eniId);
        if (dryRun) {
            throw Inventory.dryRun();
        }
        if (changes.size() != 1) { // D
            throw AwsError.refused(
                    changes.isEmpty() ? "MissingParameter" : "InvalidParameterCombination",
                    "Fields for exactly one attribute must be specified");
        }
        NetworkInterface changed =
                switch (changes.getFirst()) {
                    case Change.DeleteOnTermination(String id, boolean value) ->
                        attribute(
                                eni,
                                id,
                                was -> new Attributes(value, was.enaQueueCount(), was.enaSrd(), was.enaSrdUdp()));
                    case Change.EnaQueueCount(String id, Integer count) ->
                        attribute(
                                eni,
                                id,
                                was -> new Attributes(was.deleteOnTermination(), count, was.enaSrd(), was.enaSrdUdp()));
                    case Change.EnaSrd(boolean enabled, boolean udp) ->
                        attribute(
                                eni,
                                eni.attachment() == null ? "" : eni.attachment().id(),
                                was -> new Attributes(was.deleteOnTermination(), was.enaQueueCount(), enabled, udp));
                    case Change.SourceDestCheck(boolean value) -> eni.checking(value);
                    case Change.Description(String message) -> eni.described(message);
                    case Change.Groups(List<String> ids) -> eni.in(List.copyOf(ids));
                };
        inventory.interfaces.put(eniId, changed, inventory.now());
    }

    private static NetworkInterface attribute(NetworkInterface eni, String id, UnaryOperator<Attributes> change) {
        Attachment attachment = eni.attachment();
        if (attachment == null || !attachment.id().equals(id)) { // O
            throw Detaching.notFound(id);
        }
        return eni.at(attachment.with(change.apply(attachment.attributes())));
    }

    /// D: `autoRecovery` is `default` or `disabled`; the instance may run.
    void maintain(String instanceId, String autoRecovery, boolean dryRun) {
        Instance instance = inventory.instance(instanceId);
        if (!autoRecovery.equals("default") && !autoRecovery.equals("disabled")) { // I: the code
            throw AwsError.refused("InvalidParameterValue", "Invalid value for autoRecovery: " + autoRecovery);
        }
        if (dryRun) {
            throw Inventory.dryRun();
        }
        inventory.instances.put(instanceId, instance.recovering(autoRecovery), inventory.now());
    }

    void tag(List<String> resources, Map<String, String> tags) {
        retag(resources, had -> {
            Map<String, String> has = new HashMap<>(had);
            has.putAll(tags);
            return has;
        });
    }

    void untag(List<String> resources, List<String> keys) {
        retag(resources, had -> {
            Map<String, String> has = new HashMap<>(had);
            has.keySet().removeAll(keys);
            return has;
        });
    }

    private void retag(List<String> resources, Function<Map<String, String>, Map<String, String>> change) {
        for (String id : resources) {
            if (id.startsWith("i-")) {
                Instance instance = inventory.instance(id);
                inventory.instances.put(
                        id, instance.tagged(Map.copyOf(change.apply(instance.tags()))), inventory.now());
            } else if (id.startsWith("eni-")) {
                NetworkInterface eni = inventory.networkInterface(id);
                inventory.interfaces.put(id, eni.tagged(Map.copyOf(change.apply(eni.tags()))), inventory.now());
            } else {
                throw AwsError.refused("InvalidID", "The ID '" + id + "' is not valid");
            }
        }
    }
}
