package enifailover.harness.crash;

import enifailover.harness.rehearsal.Template;
import enifailover.testkit.region.dynamo.LocalDynamo;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Simulated Regions, with one DynamoDB Local: a second one in the same JVM, started while the first is asked, has it
/// refuse requests as no action that it knows.
final class RegionWorlds implements Worlds {
    private final LocalDynamo dynamo;
    private final Template template;

    private RegionWorlds(LocalDynamo dynamo, Template template) {
        this.dynamo = dynamo;
        this.template = template;
    }

    static RegionWorlds start(Template template) throws IOException {
        return new RegionWorlds(LocalDynamo.start(), template);
    }

    @Override
    public World fresh(int number, int enis) {
        return new RegionWorld(dynamo, template, number, enis);
    }

    @Override
    public void close() {
        try {
            dynamo.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
