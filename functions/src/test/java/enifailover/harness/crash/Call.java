package enifailover.harness.crash;

import enifailover.testkit.region.wire.WireRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request of one process, named as AWS names it.
///
/// @param nth which of the process's requests, from 1
/// @param service such as `ec2`
/// @param action such as `DetachNetworkInterface`
/// @param ordinal which of the process's requests of this action, from 1
/// @param body what was asked, as text
record Call(int nth, String service, String action, int ordinal, String body) {

    private static final Pattern FORM = Pattern.compile("(?:^|&)Action=(\\w+)");

    /// The action's name: in EC2's form, in a header, or at the end of the path.
    static String action(WireRequest request) {
        String target = request.header("X-Amz-Target");
        if (!target.isEmpty()) {
            return target.substring(target.lastIndexOf('.') + 1);
        }
        Matcher form = FORM.matcher(request.text());
        return form.find()
                ? form.group(1)
                : request.path().substring(request.path().lastIndexOf('/') + 1);
    }

    /// Such as `ec2 DetachNetworkInterface`.
    String kind() {
        return service + " " + action;
    }

    /// Such as `ec2:DetachNetworkInterface:1`, by which the same call is found in another run.
    String label() {
        return service + ":" + action + ":" + ordinal;
    }

    /// Whether it asks for a change, of AWS or of the table.
    boolean changes() {
        return !action.matches("(Describe|Get|List|Query).*");
    }
}
