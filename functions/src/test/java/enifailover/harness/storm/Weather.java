package enifailover.harness.storm;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.Fault;
import enifailover.testkit.region.call.Latencies;
import enifailover.testkit.region.ec2.Query;
import enifailover.testkit.region.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/// What a storm has besides its size.
enum Weather {
    CALM("calm", "nothing besides"),
    TWO_EVENTS("two-events", "each failure is told twice, as by the instance's state and by an alarm"),
    LOST_ANSWERS("lost-answers", "EC2 carries out two requests of a hundred and their answers are lost"),
    SLOW("slow", "each detach takes 1.5 to 6 s, each attach 0.9 to 3 s"),
    NEIGHBOUR("neighbour", "another tool of the account describes interfaces four times a second"),
    SSM_AWAY("ssm-away", "Systems Manager refuses all for a minute, for there being too many"),
    TABLE_OF_TURNS_AWAY("turns-away", "no turn can be taken from the table");

    private static final Duration AWAY = Duration.ofMinutes(1);

    final String word;
    final String message;

    Weather(String word, String message) {
        this.word = word;
        this.message = message;
    }

    static Optional<Weather> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    static List<String> all() {
        return Arrays.stream(values()).map(one -> one.word).toList();
    }

    /// Events of one failure.
    int events() {
        return this == TWO_EVENTS ? 2 : 1;
    }

    /// Comes up.
    ///
    /// @param goesOn until when
    void rises(Region region, VirtualTime time, long seed, BooleanSupplier goesOn) {
        Random random = new Random(seed);
        switch (this) {
            case CALM, TWO_EVENTS, TABLE_OF_TURNS_AWAY -> {}
            case LOST_ANSWERS -> region.faults().randomly(random, 0.02, "ec2:*", new Fault.LostAfter());
            case SSM_AWAY -> {
                Instant end = time.now().plus(AWAY);
                region.faults().throttleUntil(end, "ssm:*");
            }
            case SLOW ->
                beside(
                        time,
                        goesOn,
                        Duration.ofMillis(50),
                        () -> region.latencies(Latencies.DEFAULT
                                .detaching(Duration.ofMillis(1500 + random.nextInt(4500)))
                                .attaching(Duration.ofMillis(900 + random.nextInt(2100)))));
            case NEIGHBOUR ->
                beside(time, goesOn, Duration.ofMillis(250), () -> {
                    try {
                        region.ec2().describeNetworkInterfaces(Query.where("status", "available"));
                    } catch (enifailover.testkit.region.call.AwsError refused) {
                        // As that tool would: in a quarter of a second it tries again.
                        return;
                    }
                });
        }
    }

    private static void beside(VirtualTime time, BooleanSupplier goesOn, Duration pause, Runnable what) {
        var _ = time.spawn("weather", () -> {
            while (goesOn.getAsBoolean()) {
                what.run();
                time.sleep(pause);
            }
        });
    }
}
