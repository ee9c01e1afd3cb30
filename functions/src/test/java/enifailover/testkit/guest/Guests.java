package enifailover.testkit.guest;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.NetworkInterface.Address;
import enifailover.testkit.region.ssm.Host.Answer;
import enifailover.testkit.region.ssm.Host.Command;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The instances of a group as real hosts, with the group's one ENI in the first of them, routed there by the
/// document. From then on the Region's changes happen to them, and the Region's commands run in them.
public final class Guests implements AutoCloseable {
    /// As the lab numbers its hosts: 10.0.1.10, .20, .40.
    private static final List<String> NAMES = List.of("active", "standby", "third");

    private static final List<String> OWN = List.of("10.0.1.10", "10.0.1.20", "10.0.1.40");

    /// What keeps a host's network.
    public enum Manager {
        /// Nothing that runs: the script routes, and no more.
        NONE,
        /// systemd-networkd with a real udevd, which finds an interface by its MAC.
        NETWORKD
    }

    private final Vpc vpc;
    private final Cabling cabling;
    private final Map<String, String> hosts;
    private final List<String> addresses;

    private Guests(Vpc vpc, Cabling cabling, Map<String, String> hosts, List<String> addresses) {
        this.vpc = vpc;
        this.cabling = cabling;
        this.hosts = hosts;
        this.addresses = addresses;
    }

    /// Why there can be none on this machine, in words; empty where there can.
    public static Optional<String> missing() throws IOException, InterruptedException {
        return Vpc.missing();
    }

    /// @param instances the group's instances, the holder first; three at most
    /// @param eni the ENI's id
    /// @param document the routing document's name, and its content
    /// @param interfaces the document's parameter for the ENI
    /// @param manager what keeps the hosts' network
    /// @param diary told what happens in the guests
    public static Guests of(
            Region region,
            List<String> instances,
            String eni,
            Map.Entry<String, String> document,
            String interfaces,
            Manager manager,
            Diary diary)
            throws IOException, InterruptedException {
        Map<String, String> hosts = new LinkedHashMap<>();
        instances.forEach(instance -> hosts.put(instance, NAMES.get(hosts.size())));
        NetworkInterface device = region.eni(eni);
        List<String> ipv4 = device.addresses().stream().map(Address::ip).toList();
        Vpc vpc = Vpc.up(List.copyOf(hosts.values()), device.mac(), ipv4, device.ipv6());
        try {
            Cabling cabling = new Cabling(vpc, eni, hosts, diary);
            for (var host : hosts.entrySet()) {
                if (manager == Manager.NETWORKD) {
                    vpc.does("networkd", host.getValue());
                }
                RealHost real = new RealHost(vpc, host.getValue(), document.getValue(), diary);
                region.strike(_ -> region.fleet().host(host.getKey(), real));
            }
            vpc.does("attach", NAMES.getFirst());
            Command apply = new Command(
                    instances.getFirst(),
                    "before-the-story",
                    document.getKey(),
                    Map.of("Verb", List.of("apply"), "Interfaces", List.of(interfaces), "Options", List.of("wait=10")));
            Answer answer = new RealHost(vpc, NAMES.getFirst(), document.getValue(), (_, _) -> {}).answer(apply);
            if (answer.exitCode() != 0) {
                throw new IllegalStateException("the active cannot be routed: " + answer);
            }
            region.machines(cabling);
            List<String> all =
                    Stream.concat(ipv4.stream(), device.ipv6().stream()).toList();
            return new Guests(vpc, cabling, hosts, all);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            vpc.close();
            throw failed;
        }
    }

    /// The ENI's addresses.
    public List<String> addresses() {
        return addresses;
    }

    /// Which instance answers a client at each address, by TCP; `nobody` where none does.
    public Map<String, String> answering() throws IOException, InterruptedException {
        Map<String, String> answering = new LinkedHashMap<>();
        for (String line :
                vpc.does("who", addresses.toArray(String[]::new)).lines().toList()) {
            String[] message = line.split(" ", -1);
            String instance = hosts.entrySet().stream()
                    .filter(host -> host.getValue().equals(message[1]))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("nobody");
            answering.put(message[0], instance);
        }
        return answering;
    }

    /// The rules of an instance's kernel that are not its own, of both families, as `from 10.0.2.4 lookup 20001`.
    public List<String> rules(String instance) throws IOException, InterruptedException {
        List<String> rules = new ArrayList<>();
        for (String family : List.of("-4", "-6")) {
            vpc.on(host(instance), "ip", family, "-o", "rule", "show")
                    .lines()
                    .map(line -> line.replaceAll("\\s+", " ").strip())
                    .filter(line -> !line.matches("(0|32766|32767): from all lookup (local|main|default)"))
                    .map(line -> line.replaceFirst("^\\d+: ", "").replaceFirst(" proto static$", ""))
                    .forEach(rules::add);
        }
        return rules;
    }

    /// Our files of its network manager.
    public List<String> files(String instance) throws IOException, InterruptedException {
        return vpc.on(host(instance), "find", "/etc/systemd/network", "-name", "*eni-failover*")
                .lines()
                .toList();
    }

    /// When the ENI's device last began to come to an instance.
    public Instant appeared() {
        return cabling.appeared();
    }

    /// Begins to measure.
    ///
    /// @param steady the instances whose own addresses have to answer all the time
    public Watch watch(List<String> steady) throws IOException {
        Map<String, String> own = new LinkedHashMap<>();
        steady.forEach(instance -> own.put(instance, OWN.get(NAMES.indexOf(host(instance)))));
        return Watch.begin(vpc, addresses, own);
    }

    private String host(String instance) {
        return Optional.ofNullable(hosts.get(instance))
                .orElseThrow(() -> new IllegalArgumentException(instance + " is none of " + hosts.keySet()));
    }

    @Override
    public void close() {
        cabling.close();
        vpc.close();
    }
}
