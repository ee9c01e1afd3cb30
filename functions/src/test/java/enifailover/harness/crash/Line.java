package enifailover.harness.crash;

import enifailover.testkit.region.wire.WireRequest;
import enifailover.testkit.region.wire.WireResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// All that one process asks of one world: counted, carried out, and cut off where a blow is due.
final class Line {

    /// A call that was carried out, or refused by AWS.
    record Done(Call call, int status) {
        boolean accepted() {
            return status / 100 == 2;
        }
    }

    private final World world;
    private final Optional<Blow> blow;
    private final Runnable kill;
    private final Map<String, Integer> ordinals = new HashMap<>();
    private final List<Done> done = new CopyOnWriteArrayList<>();
    private volatile Optional<Call> struck = Optional.empty();
    private int asked;

    private Line(World world, Optional<Blow> blow, Runnable kill) {
        this.world = world;
        this.blow = blow;
        this.kill = kill;
    }

    /// Of a process that is left alone.
    static Line of(World world) {
        return new Line(world, Optional.empty(), () -> {});
    }

    /// Of a process that is to be killed.
    ///
    /// @param kill kills it, and returns when it is dead
    static Line doomed(World world, Blow blow, Runnable kill) {
        return new Line(world, Optional.of(blow), kill);
    }

    /// Carries a request out.
    ///
    /// @return the answer; none where the one who asked is dead
    Optional<WireResponse> carry(WireRequest request) throws IOException {
        Call call = next(request);
        Optional<Blow> due = blow.filter(one -> one.at().is(call));
        if (due.isPresent()) {
            struck = Optional.of(call);
            if (due.get().when() == Blow.When.BEFORE) {
                kill.run();
                return Optional.empty();
            }
        }
        WireResponse response = world.answer(request);
        done.add(new Done(call, response.status()));
        if (due.isPresent()) {
            kill.run();
            return Optional.empty();
        }
        return Optional.of(response);
    }

    private synchronized Call next(WireRequest request) {
        String action = Call.action(request);
        String service = request.service();
        int ordinal = ordinals.merge(service + action, 1, Integer::sum);
        return new Call(++asked, service, action, ordinal, request.text());
    }

    /// The call at which it was killed.
    Optional<Call> struck() {
        return struck;
    }

    /// What was carried out or refused, in the order of the answers.
    List<Done> done() {
        return new ArrayList<>(done);
    }
}
