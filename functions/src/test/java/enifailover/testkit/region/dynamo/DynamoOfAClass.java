package enifailover.testkit.region.dynamo;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One DynamoDB Local for all tests of a class: a static field with `@RegisterExtension`.
public final class DynamoOfAClass implements BeforeAllCallback, AfterAllCallback {
    private Optional<LocalDynamo> dynamo = Optional.empty();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start();
    }

    /// Starts it, where JUnit does not.
    public void start() throws Exception {
        dynamo = Optional.of(LocalDynamo.start());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop();
    }

    /// Ends it.
    public void stop() throws Exception {
        running().close();
    }

    /// It, while the class is tested.
    public LocalDynamo running() {
        return dynamo.orElseThrow();
    }
}
