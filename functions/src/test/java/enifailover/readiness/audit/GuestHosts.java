package enifailover.readiness.audit;

import enifailover.model.InstanceId;
import enifailover.port.AwsCallException;
import enifailover.port.CommandRunner;
import enifailover.port.ErrorKind;
import enifailover.script.RoutingScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Guests that know the routing document's `verify`, `stage` and `cleanup`, and a Systems Manager that refuses.
public final class GuestHosts implements CommandRunner {
    /// Each as `VERB INSTANCE`.
    public final List<String> commands = new ArrayList<>();
    /// The MACs that each guest has a file for.
    public final Map<InstanceId, Set<String>> files = new HashMap<>();
    /// The script fails.
    public final Set<InstanceId> broken = new HashSet<>();
    /// The host's manager finds no interface by its MAC.
    public final Set<InstanceId> byName = new HashSet<>();
    /// No command ever ends.
    public final Set<InstanceId> silent = new HashSet<>();
    /// The rules and addresses of the ENIs are gone.
    public final Set<InstanceId> unrouted = new HashSet<>();

    public Optional<ErrorKind> refuses = Optional.empty();
    private final Map<String, Ended> ends = new LinkedHashMap<>();

    @Override
    public String send(InstanceId instance, Command command, Duration deliverWithin) {
        commands.add(command.verb() + " " + instance);
        refuses.ifPresent(errorKind -> {
            throw new AwsCallException(errorKind, "ssm:SendCommand", "Code", "as the test wants", null);
        });
        String id = "command-" + commands.size();
        if (!silent.contains(instance)) {
            ends.put(id, run(instance, command));
        }
        return id;
    }

    @Override
    public void cancel(InstanceId instance, String commandId) {
        throw new IllegalStateException("an audit cancels nothing");
    }

    @Override
    public Optional<Ended> result(InstanceId instance, String commandId) {
        return Optional.ofNullable(ends.get(commandId));
    }

    /// What is staged on a guest.
    public Set<String> files(InstanceId instance) {
        return files.getOrDefault(instance, Set.of());
    }

    private Ended run(InstanceId instance, Command command) {
        Set<String> macs = new TreeSet<>();
        for (String word : command.interfaces().split("[ ,]", -1)) {
            if (word.startsWith("mac=")) {
                macs.add(word.substring(4));
            }
        }
        if (broken.contains(instance)) {
            return ended(50, "none", "\"cannot write\"");
        }
        return switch (command.verb()) {
            case "verify" -> ended(unrouted.contains(instance) ? 31 : 0, "networkd", "");
            case "cleanup" -> {
                files.getOrDefault(instance, new TreeSet<>()).removeAll(macs);
                yield ended(0, "none", "");
            }
            case "stage" -> {
                if (byName.contains(instance)) {
                    yield ended(0, "none", "\"ifupdown does not find an interface by its MAC: nothing staged\"");
                }
                files.computeIfAbsent(instance, _ -> new TreeSet<>()).addAll(macs);
                yield ended(0, "networkd", "");
            }
            default -> throw new IllegalStateException("an audit has no business with " + command.verb());
        };
    }

    private static Ended ended(int code, String persist, String warnings) {
        String line =
                "{\"ok\":%s,\"code\":%d,\"interfaces\":[{\"dev\":\"\",\"persist\":\"%s\"}],\"script\":\"%s\",\"warnings\":[%s]}"
                        .formatted(code == 0, code, persist, RoutingScript.SHA256, warnings);
        return new Ended(code == 0 ? "Success" : "Failed", code, line, "");
    }
}
