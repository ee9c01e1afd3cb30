package enifailover.harness.storm;

import enifailover.testkit.region.call.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of a storm.
///
/// @param groups how many failed
/// @param moves those that were attached to their standby, in the order in which they were
/// @param routed how many of them the guest routes
/// @param calls how many requests of each action, those refused for their number apart as `action (throttled)`
/// @param refusedAttaches how many attaches EC2 refused for another reason than their number
/// @param longest the longest invocation
/// @param ends how the invocations ended, for Lambda
/// @param verdicts how the runs ended, where the actor says so
record Result(
        int groups,
        List<Move> moves,
        int routed,
        Map<String, Integer> calls,
        int refusedAttaches,
        Duration longest,
        Map<String, Integer> ends,
        Map<String, Integer> verdicts) {

    /// One group's way, since the failure.
    ///
    /// @param detach when EC2 took the detach
    /// @param attach when it took the attach
    /// @param attached when the ENI was seen attached
    record Move(Duration detach, Duration attach, Duration attached) {}

    static Result of(
            Storm storm, int groups, Instant began, Map<Integer, Instant> attached, Map<Integer, String> attachments) {
        Map<String, Integer> calls = new TreeMap<>();
        Map<String, Instant> taken = new HashMap<>();
        int refused = 0;
        for (Call call : storm.region.calls()) {
            boolean throttled =
                    call.code().equals("RequestLimitExceeded") || call.code().startsWith("Throttling");
            calls.merge(call.permission() + (throttled ? " (throttled)" : ""), 1, Integer::sum);
            if (call.attempt().action().equals("AttachNetworkInterface") && call.answer() >= 400 && !throttled) {
                refused++;
            }
            if (call.committed() && !call.attempt().reads()) {
                String subject = call.attempt().subject();
                int end = subject.indexOf(' ');
                taken.put(
                        call.attempt().action() + (end < 0 ? subject : subject.substring(0, end)),
                        call.attempt().at().plus(call.took()));
            }
        }
        List<Move> moves = attached.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(group -> new Move(
                        since(began, taken.get("DetachNetworkInterface" + attachments.get(group.getKey()))),
                        since(began, taken.get("AttachNetworkInterface" + Storm.eni(group.getKey()))),
                        since(began, group.getValue())))
                .toList();
        return new Result(
                groups,
                moves,
                storm.routed(),
                calls,
                refused,
                storm.lambda.took.stream().max(Duration::compareTo).orElse(Duration.ZERO),
                storm.lambda.ends,
                storm.verdicts);
    }

    private static Duration since(Instant began, @Nullable Instant at) {
        return at == null ? Duration.ZERO : Duration.between(began, at);
    }

    int lost() {
        return groups - moves.size();
    }

    /// Every group is on its standby and routed there.
    boolean right() {
        return lost() == 0 && routed == groups;
    }

    int count(String call) {
        return calls.getOrDefault(call, 0);
    }

    /// The last attach against the least that EC2's request limits allow; not a number where a group was lost.
    double ratio() {
        return lost() > 0
                ? Double.NaN
                : (double) moves.getLast().attached().toMillis()
                        / Least.of(groups).toMillis();
    }
}
