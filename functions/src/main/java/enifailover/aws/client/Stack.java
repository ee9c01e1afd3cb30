package enifailover.aws.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The CloudFormation stack that this program belongs to, and what is named after it. The stack's id says all of it, so
/// that one variable is enough.
///
/// @param partition such as `aws`
/// @param region such as `eu-west-1`
/// @param account twelve digits
/// @param name the stack's name: letters, digits and hyphens, so that no other separator occurs in it
public record Stack(String partition, String region, String account, String name) {
    private static final Pattern ID = Pattern.compile(
            "arn:(aws[a-z-]*):cloudformation:([a-z0-9-]+):([0-9]{12}):stack/([A-Za-z][A-Za-z0-9-]*)/.+");

    /// Reads `AWS::StackId`.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Stack of(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the id of a stack: " + id);
        }
        return new Stack(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
    }

    /// What the names of our alarms begin with. The slash, which no stack's name has, keeps one stack's prefix from
    /// being the beginning of another's.
    public String alarmPrefix() {
        return name + "/";
    }

    public String alarmArn(String alarm) {
        return "arn:" + partition + ":cloudwatch:" + region + ":" + account + ":alarm:" + alarm;
    }
}
