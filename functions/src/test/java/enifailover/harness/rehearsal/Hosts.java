package enifailover.harness.rehearsal;

import java.time.Duration;
import java.util.Optional;

/// A group's hosts in a story that is written for real ones: what its clients see, and what its guests hold. Where this
/// machine cannot have real hosts the same story is played on simulated ones, and nothing of a kernel is claimed.
interface Hosts extends AutoCloseable {

    Cast cast();

    /// Every address of the ENI is answered by this instance.
    void answers(String instance) throws Exception;

    /// It has one rule for each address of the ENI, and no other.
    void routesOnce(String instance) throws Exception;

    /// It has nothing of the ENI's routing any more, a little later.
    void forgets(String instance) throws Exception;

    /// It has the file that will route the ENI, a little later, and routes nothing yet.
    void staged(String instance) throws Exception;

    /// A client begins to measure.
    ///
    /// @param steady the instances whose own addresses must not lose one ping meanwhile
    void watch(String... steady) throws Exception;

    /// The client ends: it was without an answer for as long as EC2 needs at least, else nothing was measured, and not
    /// longer than until the function had observed its success.
    ///
    /// @param answers of the run that was watched
    /// @return the longest time without an answer; empty where nobody can measure it
    Optional<Duration> outage(Answers answers, String... steady) throws Exception;

    @Override
    void close();
}
