package enifailover.handler;

import enifailover.script.RoutingScript;

/// The events of [Priming], and what AWS answers to them, shortened to what is read.
final class PrimingAnswers {
    private static final String ACTIVE = "i-0000000000000000a";
    private static final String STANDBY = "i-0000000000000000b";
    private static final String ENI = "eni-0000000000000000a";

    static final String SWEEP = "{\"source\":\"eni-failover\",\"detail-type\":\"Sweep\"}";

    static final String STOPPED = """
            {"version":"0","id":"priming","detail-type":"EC2 Instance State-change Notification","source":"aws.ec2",
             "account":"111122223333","time":"2026-01-01T00:00:00Z","region":"us-east-1",
             "resources":["arn:aws:ec2:us-east-1:111122223333:instance/%1$s"],
             "detail":{"instance-id":"%1$s","state":"stopped"}}""".formatted(ACTIVE);

    static final String COMPOSITE_ALARM = """
            {"version":"0","id":"priming","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch",
             "account":"111122223333","time":"2026-01-01T00:00:00Z","region":"us-east-1",
             "resources":["arn:aws:cloudwatch:us-east-1:111122223333:alarm:priming"],
             "detail":{"alarmName":"priming","configuration":{"alarmRule":"ALARM(child)"},
              "state":{"value":"ALARM","reason":"","timestamp":"2026-01-01T00:00:00.000+0000"},
              "previousState":{"value":"OK","timestamp":"2026-01-01T00:00:00.000+0000"}}}""";

    static final String UPDATE_ITEM = """
            {"Attributes":{"group":{"S":"*"},"item":{"S":"priming"},"owner":{"S":"priming/priming"},
             "until":{"N":"32503680000000"},"counter":{"N":"1"},"knocks":{"N":"0"},
             "enis":{"M":{"%s":{"M":{"index":{"N":"1"},"card":{"N":"0"},"holder":{"S":"%s"},
              "delete_on_termination":{"BOOL":false},"ena_srd":{"BOOL":false},"ena_srd_udp":{"BOOL":false}}}}}}}""".formatted(ENI, ACTIVE);

    static final String AGENTS = """
            {"InstanceInformationList":[{"InstanceId":"%s","PingStatus":"Online","PlatformType":"Linux"}]}""".formatted(STANDBY);

    static final String COMMAND = """
            {"Command":{"CommandId":"00000000-0000-4000-8000-000000000001","Status":"Pending"}}""";

    static final String INVOCATION = """
            {"CommandId":"00000000-0000-4000-8000-000000000001","InstanceId":"%s","Status":"Success","ResponseCode":0,
             "StandardOutputContent":"{\\"ok\\":true,\\"code\\":0,\\"warnings\\":[],\\"script\\":\\"%s\\"}","StandardErrorContent":""}""".formatted(STANDBY, RoutingScript.SHA256);

    static final String STATUSES = "<instanceStatusSet>" + status(ACTIVE, "stopped", "not-applicable")
            + status(STANDBY, "running", "ok") + "</instanceStatusSet>";

    static final String INSTANCES = "<reservationSet><item><instancesSet>" + instance(ACTIVE, "80", "stopped")
            + instance(STANDBY, "16", "running") + "</instancesSet></item></reservationSet>";

    static final String TYPES = "<instanceTypeSet><item><instanceType>m5.large</instanceType><networkInfo>"
            + "<maximumNetworkInterfaces>3</maximumNetworkInterfaces>"
            + "<ipv4AddressesPerInterface>10</ipv4AddressesPerInterface>"
            + "<ipv6AddressesPerInterface>10</ipv6AddressesPerInterface><networkCards><item>"
            + "<networkCardIndex>0</networkCardIndex><maximumNetworkInterfaces>3</maximumNetworkInterfaces>"
            + "</item></networkCards></networkInfo></item></instanceTypeSet>";

    static final String SUBNETS = "<subnetSet><item><subnetId>subnet-1</subnetId><cidrBlock>10.0.0.0/24</cidrBlock>"
            + "<ipv6CidrBlockAssociationSet/></item></subnetSet>";

    private PrimingAnswers() {}

    /// The ENI on the active, nowhere, or on the standby.
    static String interfaces(MemoryAws.Where where) {
        String attachment =
                switch (where) {
                    case ACTIVE -> attachment(ACTIVE, "eni-attach-0000000000000000a");
                    case NOWHERE -> "<status>available</status>";
                    case STANDBY -> attachment(STANDBY, "eni-attach-0000000000000000b");
                };
        return "<networkInterfaceSet><item><networkInterfaceId>" + ENI + "</networkInterfaceId>"
                + "<subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><availabilityZone>us-east-1a</availabilityZone>"
                + "<requesterManaged>false</requesterManaged><macAddress>02:00:00:00:00:01</macAddress>" + attachment
                + "<privateIpAddress>10.0.0.10</privateIpAddress><tagSet>" + tag() + "</tagSet><privateIpAddressesSet>"
                + "<item><privateIpAddress>10.0.0.10</privateIpAddress><primary>true</primary></item>"
                + "</privateIpAddressesSet><interfaceType>interface</interfaceType></item></networkInterfaceSet>";
    }

    private static String attachment(String holder, String id) {
        return "<status>in-use</status><attachment><attachmentId>" + id + "</attachmentId><instanceId>" + holder
                + "</instanceId><deviceIndex>1</deviceIndex><networkCardIndex>0</networkCardIndex>"
                + "<status>attached</status><deleteOnTermination>false</deleteOnTermination></attachment>";
    }

    private static String tag() {
        return "<item><key>eni-failover:group</key><value>priming</value></item>";
    }

    private static String instance(String id, String code, String state) {
        return "<item><instanceId>" + id + "</instanceId><instanceState><code>" + code + "</code><name>" + state
                + "</name></instanceState><instanceType>m5.large</instanceType><placement>"
                + "<availabilityZone>us-east-1a</availabilityZone></placement><vpcId>vpc-1</vpcId><tagSet>" + tag()
                + "</tagSet><networkInterfaceSet><item><attachment><deviceIndex>0</deviceIndex>"
                + "<networkCardIndex>0</networkCardIndex></attachment></item></networkInterfaceSet></item>";
    }

    private static String status(String id, String state, String check) {
        return "<item><instanceId>" + id + "</instanceId><instanceState><name>" + state + "</name></instanceState>"
                + "<systemStatus><status>" + check + "</status></systemStatus><instanceStatus><status>" + check
                + "</status></instanceStatus></item>";
    }
}
