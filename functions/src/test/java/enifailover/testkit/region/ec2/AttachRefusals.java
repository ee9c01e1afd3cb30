package enifailover.testkit.region.ec2;

import enifailover.testkit.region.call.AwsError;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which instances refuse every attach, for reasons that this region does not model: a quota, a policy that names the
/// instance, hardware that is out of order. Nothing at first. EC2 refuses so after what it knows of the ENI and of the
/// target's state (I); permission comes first, and a dry run is denied too (D).
public final class AttachRefusals {
    private record Refusal(AwsError error, @Nullable Instant until) {}

    private static final String DENIED = "UnauthorizedOperation";

    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();

    AttachRefusals() {}

    /// Every attach to this instance is refused with this code, until [#allow(String)].
    ///
    /// @param code such as `UnsupportedOperation`; HTTP 403 for `UnauthorizedOperation`, 400 for all others (D)
    public void refuse(String instanceId, String code) {
        refuse(instanceId, error(code), null);
    }

    /// The same before a moment.
    public void refuseUntil(Instant until, String instanceId, String code) {
        refuse(instanceId, error(code), until);
    }

    /// Every attach to this instance is refused with this error.
    ///
    /// @param until before which moment, or null for lasting
    public void refuse(String instanceId, AwsError error, @Nullable Instant until) {
        refusals.put(instanceId, new Refusal(error, until));
    }

    /// The instance takes ENIs again.
    public void allow(String instanceId) {
        refusals.remove(instanceId);
    }

    private static AwsError error(String code) {
        return code.equals(DENIED)
                ? new AwsError(403, code, "You are not authorized to perform this operation.")
                : AwsError.refused(code, "The request cannot be carried out for this instance.");
    }

    void checkPermission(String instanceId, Instant now) {
        check(instanceId, now, true);
    }

    void check(String instanceId, Instant now) {
        check(instanceId, now, false);
    }

    private void check(String instanceId, Instant now, boolean permission) {
        Refusal refusal = refusals.get(instanceId);
        if (refusal != null
                && refusal.error().code().equals(DENIED) == permission
                && (refusal.until() == null || now.isBefore(refusal.until()))) {
            throw refusal.error();
        }
    }
}
