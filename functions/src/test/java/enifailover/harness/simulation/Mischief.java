package enifailover.harness.simulation;

import enifailover.event.Cause;
import enifailover.harness.simulation.Injection.Act;
import enifailover.harness.simulation.Injection.Blow;
import enifailover.harness.simulation.Injection.Crash;
import enifailover.harness.simulation.Injection.Deed;
import enifailover.harness.simulation.Injection.Fault;
import enifailover.harness.simulation.Injection.Stall;
import enifailover.harness.simulation.Injection.Strike;
import enifailover.harness.simulation.Injection.Trouble;
import enifailover.harness.simulation.Injection.Wake;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Draws what happens: failures with their events, and whatever makes them worse.
final class Mischief {
    private static final String[] CALLS = {
        "*",
        "ec2:*",
        "ec2:Describe*",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DetachNetworkInterface",
        "ec2:AttachNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:StopInstances",
        "ssm:*",
        "ssm:SendCommand",
        "ssm:GetCommandInvocation",
        "dynamodb:*",
        "dynamodb:*",
        "dynamodb:UpdateItem",
        "events:*"
    };
    private static final Blow[] NUISANCES = {
        Blow.STOP,
        Blow.TERMINATE,
        Blow.START,
        Blow.IMPAIRED,
        Blow.WELL,
        Blow.REBOOT,
        Blow.SHUTDOWN_HANGS,
        Blow.DETACH_HANGS,
        Blow.AGENT_LOST,
        Blow.AGENT_BACK,
        Blow.SCRIPT_HANGS,
        Blow.NO_DEVICE,
        Blow.ROUTES_FAIL,
        Blow.SCRIPT_DIES
    };
    private static final Cause[] CLAIMS = {
        Cause.STATE_CHANGE,
        Cause.STATUS_CHECK,
        Cause.NO_DATA,
        Cause.HEALTH_ISSUE,
        Cause.RECOVERY_FAILED,
        Cause.SCHEDULED,
        Cause.EXPEDITED,
        Cause.SPOT_INTERRUPTION,
        Cause.REBALANCE,
        Cause.RECOVERED
    };
    private static final Act[] DEEDS = {
        Act.DETACHES_ONE,
        Act.MOVES_ONE,
        Act.PAUSES,
        Act.UNPAUSES,
        Act.UNTAGS_MEMBER,
        Act.UNTAGS_ENI,
        Act.PLAN_DRILL,
        Act.DRILL,
        Act.DRILL_AND_BACK,
        Act.FAILBACK,
        Act.SWITCHES_OFF,
        Act.SWITCHES_ON
    };
    static final int LATEST = 120_000;

    private final SplittableRandom random;
    private final Scene scene;
    private final List<Injection> all = new ArrayList<>();
    private int events;

    Mischief(SplittableRandom random, Scene scene) {
        this.random = random;
        this.scene = scene;
    }

    List<Injection> all() {
        for (int g = 0; g < scene.groups().size(); g++) {
            if (g == 0 || random.nextInt(2) == 0) {
                failure(scene.hosts().get(g).id(), 3_000 + random.nextInt(50_000));
            }
        }
        times(2, this::nuisance);
        times(2, this::claim);
        times(2, this::deed);
        times(3, this::trouble);
        times(2, this::death);
        if (random.nextInt(3) == 0) {
            stall();
        }
        return all;
    }

    private void times(int most, Runnable what) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            what.run();
        }
    }

    private String anyHost() {
        return scene.hosts().get(random.nextInt(scene.hosts().size())).id();
    }

    private String anyGroup() {
        return scene.groups().get(random.nextInt(scene.groups().size())).name();
    }

    /// The active fails, and EC2, an alarm or Health says so, at once or late, once or often.
    private void failure(String host, int at) {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> fails(Blow.STOP, host, at, Cause.STATE_CHANGE);
            case 3, 4 -> fails(Blow.TERMINATE, host, at, Cause.STATE_CHANGE);
            case 5 -> {
                fails(Blow.IMPAIRED, host, at, Cause.STATUS_CHECK);
                if (random.nextInt(3) == 0) {
                    all.add(new Strike(at + 5_000 + random.nextInt(60_000), Blow.WELL, host));
                }
            }
            case 6 -> fails(Blow.RETIREMENT, host, at, Cause.SCHEDULED);
            case 7 -> {
                events(host, at, Cause.SPOT_INTERRUPTION);
                all.add(new Strike(Math.min(LATEST, at + 60_000), Blow.TERMINATE, host));
            }
            case 8 -> {
                fails(Blow.STOP, host, at, Cause.STATE_CHANGE);
                all.add(new Strike(at + 8_000 + random.nextInt(60_000), Blow.START, host));
            }
            case 9 -> {}
            default -> throw new IllegalStateException();
        }
    }

    private void fails(Blow blow, String host, int at, Cause cause) {
        all.add(new Strike(at, blow, host));
        if (random.nextInt(5) > 0) {
            events(host, at, cause);
        }
    }

    private void events(String host, int at, Cause cause) {
        int copies = random.nextInt(5) == 0 ? 2 + random.nextInt(4) : 1 + random.nextInt(2);
        for (int i = 0; i < copies; i++) {
            int delay = random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(1_500);
            all.add(new Wake(at + delay, events++, cause, host, 0));
        }
    }

    private void nuisance() {
        all.add(new Strike(random.nextInt(LATEST), NUISANCES[random.nextInt(NUISANCES.length)], anyHost()));
    }

    /// What is not true, or not any more, or about somebody else.
    private void claim() {
        String host = random.nextInt(5) == 0 ? "i-0000000000000dead" : anyHost();
        int age = random.nextInt(3) == 0 ? random.nextInt(3_600) : 0;
        all.add(new Wake(random.nextInt(LATEST), events++, CLAIMS[random.nextInt(CLAIMS.length)], host, age));
    }

    private void deed() {
        all.add(new Deed(random.nextInt(LATEST), DEEDS[random.nextInt(DEEDS.length)], anyGroup(), anyHost()));
    }

    private void trouble() {
        int at = random.nextInt(LATEST);
        int lasts = random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(12_000);
        Fault[] faults = Fault.values();
        Fault fault = faults[random.nextInt(faults.length)];
        String calls = fault == Fault.STALE ? "ec2:Describe*" : CALLS[random.nextInt(CALLS.length)];
        int percent = random.nextInt(2) == 0 ? 100 : 20 + random.nextInt(60);
        all.add(new Trouble(at, Math.min(Schedule.QUIET, at + lasts), calls, fault, percent));
    }

    private String anyFunction() {
        return random.nextInt(3) == 0 ? "s" + random.nextInt(3) : "e" + random.nextInt(Math.max(1, events));
    }

    private void death() {
        all.add(new Crash(0, anyFunction(), 1 + random.nextInt(60), random.nextBoolean()));
    }

    private void stall() {
        all.add(new Stall(0, anyFunction(), 1 + random.nextInt(50), random.nextBoolean(), 10 + random.nextInt(60)));
    }
}
