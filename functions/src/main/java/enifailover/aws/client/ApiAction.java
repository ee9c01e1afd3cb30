package enifailover.aws.client;

/// Every request that this program makes of AWS. The roles in `template.yaml` allow these and no more, and a test
/// compares the two both ways: an action that is added here without the role, or left there without a caller, fails.
public enum ApiAction {
    DESCRIBE_INSTANCES("ec2:DescribeInstances", false),
    DESCRIBE_INSTANCE_STATUS("ec2:DescribeInstanceStatus", false),
    DESCRIBE_INSTANCE_TYPES("ec2:DescribeInstanceTypes", false),
    DESCRIBE_NETWORK_INTERFACES("ec2:DescribeNetworkInterfaces", false),
    DESCRIBE_SUBNETS("ec2:DescribeSubnets", false),
    DESCRIBE_ROUTE_TABLES("ec2:DescribeRouteTables", false),
    DESCRIBE_FLOW_LOGS("ec2:DescribeFlowLogs", false),
    DESCRIBE_INSTANCE_ATTRIBUTE("ec2:DescribeInstanceAttribute", false),
    DESCRIBE_SPOT_INSTANCE_REQUESTS("ec2:DescribeSpotInstanceRequests", false),
    DESCRIBE_VOLUMES("ec2:DescribeVolumes", false),
    ATTACH_NETWORK_INTERFACE("ec2:AttachNetworkInterface", true),
    DETACH_NETWORK_INTERFACE("ec2:DetachNetworkInterface", true),
    MODIFY_NETWORK_INTERFACE_ATTRIBUTE("ec2:ModifyNetworkInterfaceAttribute", true),
    MODIFY_INSTANCE_MAINTENANCE_OPTIONS("ec2:ModifyInstanceMaintenanceOptions", true),
    REBOOT_INSTANCES("ec2:RebootInstances", true),
    START_INSTANCES("ec2:StartInstances", true),
    STOP_INSTANCES("ec2:StopInstances", true),

    DESCRIBE_AUTO_SCALING_INSTANCES("autoscaling:DescribeAutoScalingInstances", false),

    DESCRIBE_DOCUMENT("ssm:DescribeDocument", false),
    GET_DOCUMENT("ssm:GetDocument", false),
    DESCRIBE_INSTANCE_INFORMATION("ssm:DescribeInstanceInformation", false),
    GET_COMMAND_INVOCATION("ssm:GetCommandInvocation", false),
    SEND_COMMAND("ssm:SendCommand", true),
    CANCEL_COMMAND("ssm:CancelCommand", true),

    DESCRIBE_ALARMS("cloudwatch:DescribeAlarms", false),
    LIST_TAGS_FOR_RESOURCE("cloudwatch:ListTagsForResource", false),
    PUT_METRIC_ALARM("cloudwatch:PutMetricAlarm", true),
    DELETE_ALARMS("cloudwatch:DeleteAlarms", true),

    GET_ITEM("dynamodb:GetItem", false),
    QUERY("dynamodb:Query", false),
    PUT_ITEM("dynamodb:PutItem", true),
    UPDATE_ITEM("dynamodb:UpdateItem", true),

    LIST_RULES("events:ListRules", false),
    PUT_EVENTS("events:PutEvents", true),
    PUBLISH("sns:Publish", true);

    private final String iam;
    private final boolean writes;

    ApiAction(String iam, boolean writes) {
        this.iam = iam;
        this.writes = writes;
    }

    /// As a policy names it: `service:Operation`.
    public String iam() {
        return iam;
    }

    /// Whether it changes something.
    public boolean writes() {
        return writes;
    }

    /// Whether it changes an ENI or an instance, which only the group's tag permits.
    public boolean touchesMachines() {
        return writes && (iam.startsWith("ec2:") || this == SEND_COMMAND);
    }
}
