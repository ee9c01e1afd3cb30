package enifailover.harness.crash;

import enifailover.harness.rehearsal.Template;
import enifailover.testkit.region.contract.Emulator;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// Accounts in one `moto_server`.
final class MotoWorlds implements Worlds {

    /// What a person has to know of it. Each lie is asserted in the contract suite.
    static final String CANNOT = """
            moto shows: the shape of each call, EC2's end state and the table's conditional writes as others wrote them.
            moto does not show: a detach or attach that takes time, an attach that EC2 refuses, agents
            (DescribeInstanceInformation ends in HTTP 500), guests (the door plays one), CloudWatch (HTTP 404).""";

    private final Emulator moto;
    private final Template template;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    private MotoWorlds(Emulator moto, Template template) {
        this.moto = moto;
        this.template = template;
    }

    /// None where moto is not on the PATH.
    static Optional<MotoWorlds> start(Template template) throws IOException, InterruptedException {
        return Emulator.moto().map(moto -> new MotoWorlds(moto, template));
    }

    @Override
    public World fresh(int number, int enis) {
        return new MotoWorld(http, moto.endpoint(), template, number, enis);
    }

    @Override
    public void close() {
        http.close();
        moto.close();
    }
}
