package enifailover.testkit.region.ssm;

import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Gate;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.Inventory;
import enifailover.testkit.region.ec2.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// All that Systems Manager has: agents, documents, commands, parameters. Guarded by the gate's lock.
public final class Fleet {
    final Gate gate;
    final Agents agents;
    final Commands commands;
    private final Inventory inventory;
    final Map<String, String> parameters = new HashMap<>();
    private final Map<String, List<Document>> documents = new HashMap<>();
    private final Map<String, Integer> defaults = new HashMap<>();
    private int lastCommand;

    /// @param gate whose lock, clock and agenda it lives by
    /// @param inventory the instances
    /// @param host what runs commands where nothing else was said
    public Fleet(Gate gate, Inventory inventory, Host host) {
        this.gate = gate;
        this.inventory = inventory;
        this.agents = new Agents(gate);
        this.commands = new Commands(gate, inventory, agents, host);
        agents.whenOnline(commands::next);
        inventory.listen(this::follow);
        inventory.whenReboots(this::reboot);
    }

    private void follow(Instance instance) {
        agents.follow(instance);
        if (instance.state() == State.TERMINATED) {
            agents.forget(instance.id());
        }
    }

    /// An agent that is online at once, as of an instance that has long been running.
    public void register(String instanceId) {
        agents.manage(instanceId);
    }

    /// The agent of an instance that does not run: known, and not reached until the instance runs.
    public void know(String instanceId) {
        agents.know(instanceId);
    }

    /// The agent hangs, or is lost: `ConnectionLost`; commands stay pending. The result of what it runs comes when it
    /// is back, if the command has not expired by then (D).
    public void lose(String instanceId) {
        agents.disable(instanceId, true);
    }

    /// The agent is back.
    public void recover(String instanceId) {
        agents.disable(instanceId, false);
        commands.next(instanceId);
    }

    /// The instance reboots: what runs dies, and the agent is back after a while.
    private void reboot(Instance instance) {
        agents.goDown(instance.id());
        agents.follow(instance);
    }

    /// Systems Manager does not know the instance, as without an instance profile, whether it boots anew or not.
    public void unmanage(String instanceId) {
        agents.unmanage(instanceId);
    }

    /// True while Systems Manager reaches the agent of an instance.
    public boolean reaches(String instanceId) {
        Agents.Agent agent = agents.of(instanceId);
        return agent != null && agent.heard();
    }

    /// True while Systems Manager knows the instance, whether it reaches it or not.
    public boolean manages(String instanceId) {
        return agents.of(instanceId) != null;
    }

    /// What runs commands on an instance.
    public void host(String instanceId, Host host) {
        commands.host(instanceId, host);
    }

    /// What runs commands on all others.
    public void host(Host host) {
        commands.host(null, host);
    }

    /// From now on commands to all instances that have no [Delivery] of their own end so. Those still waiting follow.
    public void delivery(Delivery how) {
        commands.delivery(null, how);
    }

    /// From now on commands to this instance end so, whatever is said of the others.
    public void delivery(String instanceId, Delivery how) {
        commands.delivery(instanceId, how);
    }

    /// How many commands each agent runs side by side: `CommandWorkersLimit`, 5 unless an operator set it otherwise (D,
    /// amazon-ssm-agent).
    ///
    /// @param limit 1 or more
    public void workers(int limit) {
        commands.workers(limit);
    }

    /// Registers a document, or a new version of it, which becomes the default one.
    ///
    /// @throws AwsError `MaxDocumentSizeExceeded` (D) above 64 KB
    public void put(Document document) {
        putNewest(document);
        defaults.put(document.name(), version(document.name(), "$LATEST"));
    }

    /// Registers a new version that does not become the default one, as an update of a stack may leave it.
    /// Source: O, aws-cloudformation/cloudformation-coverage-roadmap#2539.
    ///
    /// @throws AwsError `MaxDocumentSizeExceeded` (D) above 64 KB
    public void putNewest(Document document) {
        document.checkSize(Map.of());
        documents.computeIfAbsent(document.name(), name -> new ArrayList<>()).add(document);
    }

    /// @param version `$LATEST`, `$DEFAULT`, empty for the default one, or a number (D)
    int version(String document, String version) {
        int newest = documents.getOrDefault(document, List.of()).size();
        return switch (version) {
            case "$LATEST" -> newest;
            case "$DEFAULT", "" -> defaults.getOrDefault(document, newest);
            default -> Integer.parseInt(version);
        };
    }

    /// The agent has not been heard of since then, and Systems Manager has not yet noticed: it is still `Online`.
    /// Commands are accepted and stay `Pending` until they expire; the instance runs none of them.
    /// [#recover(String)] ends it.
    public void silence(String instanceId, Instant since) {
        agents.silence(instanceId, since);
    }

    /// Another version of the agent.
    public void agent(String instanceId, String version) {
        agents.version(instanceId, version);
    }

    /// Sets a parameter of the Parameter Store.
    public void parameter(String name, String value) {
        parameters.put(name, value);
    }

    Document document(String name, String version) {
        List<Document> all = documents.get(name);
        if (all == null) { // D
            throw AwsError.refused("InvalidDocument", "Document with name " + name + " does not exist.");
        }
        int number = version(name, version);
        if (number < 1 || number > all.size()) { // D
            throw AwsError.refused("InvalidDocumentVersion", "The document version is not valid or does not exist.");
        }
        return all.get(number - 1);
    }

    /// The document in the version that a command was sent for.
    public Document documentOf(String commandId) {
        return Objects.requireNonNull(commands.get(commandId), commandId).document;
    }

    /// `Linux` or `Windows`.
    String platform(String instanceId) {
        return inventory.platform(instanceId).isEmpty() ? "Linux" : "Windows";
    }

    String nextCommandId() {
        lastCommand++;
        return "00000000-0000-4000-8000-%012x".formatted(lastCommand);
    }

    Instant now() {
        return gate.agenda().now();
    }
}
