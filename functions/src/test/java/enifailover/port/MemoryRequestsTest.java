package enifailover.port;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The stories' requests keep the contract.
class MemoryRequestsTest extends RequestsContract {
    private final Map<Time, Requests> requests = new ConcurrentHashMap<>();

    @Override
    protected Requests requests(Time with) {
        return requests.computeIfAbsent(with, MemoryRequests::new);
    }
}
