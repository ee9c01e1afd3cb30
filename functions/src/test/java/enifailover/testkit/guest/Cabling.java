package enifailover.testkit.guest;

import enifailover.testkit.region.ec2.Hardware;
import enifailover.testkit.region.ec2.Instance;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.State;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Does to the namespaces what happens to the machines of the Region: the ENI's device comes and goes, a machine is
/// switched off. One thing after the other, beside the Region, which is not kept waiting.
final class Cabling implements Hardware, AutoCloseable {

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private final Vpc vpc;
    private final String eni;
    private final Map<String, String> hosts;
    private final Diary diary;
    private volatile Instant appeared = Instant.MAX;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    /// @param eni the ENI's id
    /// @param hosts the hosts' names by instance
    Cabling(Vpc vpc, String eni, Map<String, String> hosts, Diary diary) {
        this.vpc = vpc;
        this.eni = eni;
        this.hosts = hosts;
        this.diary = diary;
    }

    @Override
    public void appears(String instanceId, NetworkInterface which) {
        host(instanceId, which)
                .ifPresent(host -> later(instanceId, () -> {
                    appeared = Instant.now();
                    vpc.does("attach", host);
                    diary.note(instanceId, "the interface is there");
                }));
    }

    /// When the interface last began to come.
    Instant appeared() {
        return appeared;
    }

    @Override
    public void vanishes(String instanceId, NetworkInterface which) {
        host(instanceId, which)
                .ifPresent(host -> later(instanceId, () -> {
                    if (vpc.does("where").strip().equals(host)) {
                        vpc.does("detach", host);
                        diary.note(instanceId, "the interface is gone");
                    }
                }));
    }

    /// Not played: a host of the lab has no boot of its own.
    @Override
    public void reboots(Instance instance) {
        if (hosts.containsKey(instance.id())) {
            throw new IllegalStateException("a real host cannot be rebooted: " + instance.id());
        }
    }

    @Override
    public void changed(Instance instance) {
        String host = hosts.get(instance.id());
        if (host != null && instance.state() == State.STOPPING) {
            later(instance.id(), () -> {
                vpc.does("off", host);
                diary.note(instance.id(), "the machine is off");
            });
        }
    }

    private Optional<String> host(String instanceId, NetworkInterface which) {
        return which.id().equals(eni) ? Optional.ofNullable(hosts.get(instanceId)) : Optional.empty();
    }

    private void later(String instanceId, Task task) {
        if (thread.isShutdown()) {
            return; // the story of these hosts is over, the Region's goes on
        }
        thread.execute(() -> {
            try {
                task.run();
            } catch (IOException | IllegalStateException e) {
                diary.note(instanceId, "THE LAB FAILED: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        thread.close();
    }
}
