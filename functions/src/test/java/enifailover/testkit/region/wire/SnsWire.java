package enifailover.testkit.region.wire;

import enifailover.testkit.region.Region;
import enifailover.testkit.region.call.AwsError;
import enifailover.testkit.region.call.Caller;

/// SNS's AWS query protocol: Publish.
final class SnsWire {
    private final Region region;

    SnsWire(Region region) {
        this.region = region;
    }

    WireResponse answer(WireRequest request, Caller caller) {
        Form form = Form.parse(request.text());
        try {
            if (!form.text("Action").equals("Publish")) {
                throw AwsError.refused("InvalidAction", form.text("Action"));
            }
            String id =
                    region.topics().publish(caller, form.text("TopicArn"), form.text("Subject"), form.text("Message"));
            Xml xml = new Xml();
            xml.in("PublishResponse", response -> response.in("PublishResult", in -> in.tag("MessageId", id)));
            return WireResponse.xml(200, xml.toString());
        } catch (AwsError error) {
            Xml xml = new Xml();
            xml.in("ErrorResponse", response -> response.in("Error", in -> in.tag("Type", "Sender")
                            .tag("Code", error.code())
                            .tag("Message", error.message()))
                    .tag("RequestId", "00000000-0000-4000-8000-000000000000"));
            return WireResponse.xml(error.status(), xml.toString());
        }
    }
}
