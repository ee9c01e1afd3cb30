package enifailover.testkit.region.ssm;

import enifailover.script.RoutingScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A host that understands the routing document: it waits for the interfaces by MAC, remembers which it has routed, and
/// answers as the script does, its last line JSON. It can misbehave.
public final class SimulatedHost implements Host {

    /// How a host behaves.
    public enum Behaviour {
        NORMAL,
        /// The guest never sees the device (aws/amazon-ecs-agent#1520): exit 20 when the wait is over.
        NEVER_SHOWS_DEVICE,
        /// The guest sees the device only after a reboot.
        SHOWS_DEVICE_AFTER_REBOOT,
        /// The script never ends.
        HANGS,
        /// Rules are there, traffic does not follow them: exit 31.
        FAILS_VERIFICATION,
        /// The script dies: exit 137 and no JSON.
        CRASHES,
        /// Exit 0, and nothing that can be read.
        PRINTS_GARBAGE,
        /// The agent's folder is on a file system that is mounted `noexec`: exit 126 and no JSON.
        NOT_EXECUTABLE,
        /// The disk is full. I: the agent cannot write the script, and the command fails with 1 and no JSON.
        DISK_FULL
    }

    private Duration poll = Duration.ofMillis(50);

    private final Map<String, Instant> boots = new ConcurrentHashMap<>();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<String, Map<String, RoutedInterface>> routed = new ConcurrentHashMap<>();
    private final Map<String, Map<String, RoutedInterface>> staged = new ConcurrentHashMap<>();
    private volatile String script = RoutingScript.SHA256;
    private volatile Behaviour usual = Behaviour.NORMAL;
    private volatile Duration guestDelay = Duration.ZERO;

    /// An instance boots anew now; before, it was up since long ago.
    public void boots(String instanceId, Instant now) {
        boots.put(instanceId, now);
    }

    /// When it last booted; empty where it is up since long ago.
    public Optional<Instant> booted(String instanceId) {
        return Optional.ofNullable(boots.get(instanceId));
    }

    /// Makes all instances behave so from now on, but those of which something else was said.
    public void behave(Behaviour behaviour) {
        usual = behaviour;
    }

    /// Makes one instance behave so from now on.
    public void behave(String instanceId, Behaviour behaviour) {
        behaviours.put(instanceId, behaviour);
    }

    /// How long after `attached` the guest has the device.
    public void guestDelay(Duration delay) {
        guestDelay = delay;
    }

    /// How often a waiting script looks for its device: 50 ms unless said otherwise.
    public void looksEvery(Duration pause) {
        poll = pause;
    }

    /// Which script the document holds, by its hash; this build's own unless said otherwise.
    public void script(String sha256) {
        script = sha256;
    }

    /// The ENIs that an instance routes, by id.
    public Map<String, RoutedInterface> routed(String instanceId) {
        return Map.copyOf(routed.getOrDefault(instanceId, Map.of()));
    }

    /// The ENIs whose file a manager has that waits for them by MAC, by id.
    public Map<String, RoutedInterface> staged(String instanceId) {
        return Map.copyOf(staged.getOrDefault(instanceId, Map.of()));
    }

    /// As the holder was set up before the story begins.
    public void alreadyRoutes(String instanceId, String eniSpec) {
        RoutedInterface eni = RoutedInterface.parse(eniSpec, 0);
        of(instanceId).put(eni.eni(), eni);
    }

    /// A reboot without persistence: nothing is routed any more.
    public void forget(String instanceId) {
        routed.remove(instanceId);
    }

    @Override
    public void run(Command command, Guest guest) {
        Behaviour behaviour = behaviours.getOrDefault(command.instanceId(), usual);
        switch (behaviour) {
            case HANGS -> {}
            case CRASHES -> guest.answer(new Answer(137, "", "Killed"));
            case PRINTS_GARBAGE -> guest.answer(new Answer(0, "\u001b[31m%%% 0xdeadbeef {\"ok\":tru", "??"));
            case NOT_EXECUTABLE -> guest.answer(new Answer(126, "", "sh: _script.sh: Permission denied"));
            case DISK_FULL -> guest.answer(new Answer(1, "", "_script.sh: no space left on device"));
            case NORMAL, NEVER_SHOWS_DEVICE, SHOWS_DEVICE_AFTER_REBOOT, FAILS_VERIFICATION ->
                new Script(command, guest, behaviour).begin();
        }
    }

    private Map<String, RoutedInterface> of(String instanceId) {
        return routed.computeIfAbsent(instanceId, _ -> new ConcurrentHashMap<>());
    }

    private Map<String, RoutedInterface> ahead(String instanceId) {
        return staged.computeIfAbsent(instanceId, _ -> new ConcurrentHashMap<>());
    }

    private static Duration timeout(String options) {
        for (String option : options.split("[, ]", -1)) {
            if (option.matches("wait=\\d{1,5}")) {
                return Duration.ofSeconds(Integer.parseInt(option.substring("wait=".length())));
            }
        }
        return Duration.ofSeconds(60);
    }

    /// One run of the script.
    private final class Script {
        private final Command command;
        private final Guest guest;
        private final Behaviour behaviour;
        private final Instant begun;
        private final String verb;
        private final Duration timeout;
        private final List<RoutedInterface> wanted = new ArrayList<>();

        Script(Command command, Guest guest, Behaviour behaviour) {
            this.command = command;
            this.guest = guest;
            this.behaviour = behaviour;
            this.begun = guest.now();
            this.verb = command.parameter("Verb");
            this.timeout = timeout(command.parameter("Options"));
            for (String spec : command.parameter("Interfaces").split(" ", -1)) {
                if (!spec.isBlank()) {
                    wanted.add(RoutedInterface.parse(spec, wanted.size()));
                }
            }
        }

        void begin() {
            switch (verb) {
                case "apply", "verify" -> look();
                case "cleanup" -> cleanUp();
                case "stage" -> stage();
                default -> guest.answer(new Answer(10, "{\"ok\":false,\"code\":10}", "bad verb"));
            }
        }

        private void look() {
            Map<String, Instant> seen = seen();
            if (wanted.stream().allMatch(eni -> seen.containsKey(eni.mac()))) {
                route();
            } else if (!guest.now().isBefore(begun.plus(timeout))) {
                answer(20, List.of(), Map.of());
            } else {
                guest.at(guest.now().plus(poll), this::look);
            }
        }

        private Map<String, Instant> seen() {
            Map<String, Instant> seen = new HashMap<>();
            for (Device device : guest.devices()) {
                if (!guest.now().isBefore(device.since().plus(guestDelay))
                        && behaviour != Behaviour.NEVER_SHOWS_DEVICE
                        && (behaviour != Behaviour.SHOWS_DEVICE_AFTER_REBOOT
                                || boots.containsKey(command.instanceId()))) {
                    seen.put(device.mac(), device.since());
                }
            }
            return seen;
        }

        private void route() {
            Map<String, RoutedInterface> held = of(command.instanceId());
            // The manager has done it when the interface appeared; the file is the holder's own from now on.
            Map<String, RoutedInterface> waiting = ahead(command.instanceId());
            wanted.forEach(eni -> {
                RoutedInterface was = waiting.remove(eni.eni());
                if (was != null) {
                    held.put(eni.eni(), was);
                }
            });
            if (behaviour == Behaviour.FAILS_VERIFICATION
                    || (verb.equals("verify") && !wanted.stream().allMatch(eni -> held.containsKey(eni.eni())))) {
                answer(31, wanted, Map.of("rules_added", 0, "rules_removed", 0));
                return;
            }
            int added = 0;
            for (RoutedInterface eni : wanted) {
                added += eni.equals(held.put(eni.eni(), eni)) ? 0 : eni.addresses();
            }
            answer(0, wanted, Map.of("rules_added", added, "rules_removed", 0));
        }

        private void stage() {
            Map<String, Instant> seen = seen();
            wanted.stream().filter(eni -> !seen.containsKey(eni.mac())).forEach(eni -> ahead(command.instanceId())
                    .put(eni.eni(), eni));
            answer(0, wanted, Map.of("rules_added", 0, "rules_removed", 0));
        }

        private void cleanUp() {
            Map<String, RoutedInterface> held = of(command.instanceId());
            Map<String, Instant> seen = seen();
            List<RoutedInterface> leaving = wanted.isEmpty() ? List.copyOf(held.values()) : wanted;
            if (!wanted.isEmpty() && wanted.stream().anyMatch(eni -> seen.containsKey(eni.mac()))) {
                answer(40, wanted, Map.of());
                return;
            }
            int removed = 0;
            // Without names it is the boot's, and leaves alone what waits on purpose.
            wanted.forEach(eni -> ahead(command.instanceId()).remove(eni.eni()));
            for (RoutedInterface eni : leaving) {
                RoutedInterface was = seen.containsKey(eni.mac()) ? null : held.remove(eni.eni());
                removed += was == null ? 0 : was.addresses();
            }
            answer(0, leaving, Map.of("rules_added", 0, "rules_removed", removed));
        }

        private void answer(int code, List<RoutedInterface> enis, Map<String, Integer> rules) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("ok", code == 0);
            line.put("verb", verb);
            line.put("code", code);
            line.put("interfaces", RoutingReport.interfaces(enis, code == 0, rules));
            line.put("script", script);
            line.put("warnings", List.of());
            if (code == 20) {
                line.put("seen_macs", List.copyOf(seen().keySet()));
            }
            line.put("elapsed_ms", Duration.between(begun, guest.now()).toMillis());
            Instant boot = boots.getOrDefault(command.instanceId(), Instant.EPOCH);
            line.put("uptime_s", Duration.between(boot, guest.now()).toSeconds());
            guest.answer(new Answer(code, RoutingReport.json(line) + "\n", ""));
        }
    }
}
