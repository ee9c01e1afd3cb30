package enifailover.harness.storm;

import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;
import enifailover.testkit.region.ec2.Attaching;
import enifailover.testkit.region.ec2.Attachment;
import enifailover.testkit.region.ec2.Ec2;
import enifailover.testkit.region.ec2.NetworkInterface;
import enifailover.testkit.region.ec2.Query;
import enifailover.testkit.region.ssm.Ssm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// The sequences that tutorials show, as the storm's actor: detach, wait in one's own way, attach, send the
/// command, look each second how it goes. It is given the ENI and the standby, as such functions have them in their
/// environment. It is kinder than many: a second delivery goes on from where the ENI is, and its time-out is ours
/// (Lambda's default: 3 s).
final class TextbookFunction implements Storm.Actor {
    /// How it waits for the ENI to be free.
    enum Way {
        WAITER("textbook: the SDK's waiter"),
        EACH_SECOND("textbook: a look each second"),
        FORCE_AND_SLEEP("textbook: force, sleep 5 s");

        final String message;

        Way(String message) {
            this.message = message;
        }
    }

    private static final Duration SECOND = Duration.ofSeconds(1);
    /// `NetworkInterfaceAvailable` of the SDK's waiters: a look each 20 s, ten at most.
    private static final Duration WAITER_PAUSE = Duration.ofSeconds(20);

    private static final int WAITER_LOOKS = 10;
    /// The SDK for Java as it comes: four attempts, and after a refusal for there being too many 0.5 s, doubled each
    /// time, of which half is left to chance.
    private static final int ATTEMPTS = 4;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Storm storm;
    private final Way way;
    private final Ec2 ec2;
    private final Ssm ssm;
    private final Random random = new Random(1);

    TextbookFunction(Storm storm, Way way) {
        this.storm = storm;
        this.way = way;
        Caller caller = Caller.named("textbook");
        this.ec2 = storm.region.ec2(caller);
        this.ssm = storm.region.ssm(caller);
    }

    @Override
    public boolean handle(int group) {
        String eni = Storm.eni(group);
        String standby = Storm.standby(group);
        NetworkInterface seen = see(eni);
        Attachment present = seen.attachment();
        if (present == null || !present.instanceId().equals(standby)) {
            if (present != null) {
                asked(() -> {
                    ec2.detach(present.id(), way == Way.FORCE_AND_SLEEP, false);
                    return true;
                });
            }
            untilFree(eni);
            asked(() -> ec2.attach(Attaching.Request.of(eni, standby, 1, 0)));
        }
        while (way == Way.EACH_SECOND && !see(eni).status().equals("in-use")) {
            storm.time.sleep(SECOND);
        }
        return routed(seen, standby);
    }

    @Override
    public boolean sweep() {
        return true;
    }

    private void untilFree(String eni) {
        switch (way) {
            case WAITER -> {
                for (int looks = 1; !see(eni).status().equals("available"); looks++) {
                    if (looks == WAITER_LOOKS) {
                        throw new IllegalStateException("the waiter gives up");
                    }
                    storm.time.sleep(WAITER_PAUSE);
                }
            }
            case EACH_SECOND -> {
                while (!see(eni).status().equals("available")) {
                    storm.time.sleep(SECOND);
                }
            }
            case FORCE_AND_SLEEP -> storm.time.sleep(Duration.ofSeconds(5));
        }
    }

    private NetworkInterface see(String eni) {
        return asked(() -> ec2.describeNetworkInterfaces(Query.ids(eni)).items().getFirst());
    }

    private boolean routed(NetworkInterface seen, String standby) {
        String spec = "eni=" + seen.id() + ",mac=" + seen.mac() + ",ip4=" + seen.primaryAddress() + ",net4=10.0.0.0/22";
        String command = asked(() -> ssm.send(
                standby,
                Storm.DOCUMENT,
                Map.of("Verb", List.of("apply"), "Interfaces", List.of(spec)),
                Duration.ofSeconds(60)));
        while (true) {
            storm.time.sleep(SECOND);
            try {
                switch (asked(() -> ssm.invocation(command, standby)).status()) {
                    case "Success" -> {
                        return true;
                    }
                    case "Pending", "InProgress" -> {}
                    default -> {
                        return false;
                    }
                }
            } catch (AwsError error) {
                if (!error.code().equals("InvocationDoesNotExist")) {
                    throw error;
                }
            }
        }
    }

    private <T> T asked(Supplier<T> request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (AwsError error) {
                boolean throttled = error.code().equals("RequestLimitExceeded")
                        || error.code().startsWith("Throttling");
                if (!throttled || attempt == ATTEMPTS) {
                    throw error;
                }
                long most = FIRST_PAUSE.multipliedBy(1L << (attempt - 1)).toMillis();
                storm.time.sleep(Duration.ofMillis(most / 2 + random.nextLong(most / 2)));
            }
        }
    }
}
