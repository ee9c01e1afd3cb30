package enifailover.rehearsal;

import java.util.Map;

/// stub
abstract class SimulatedScenery implements Scenery, AutoCloseable {
    static final String REGION = "eu-west-1";
    static final String ACCOUNT = "111122223333";

    static SimulatedScenery start(Template template) {
        throw new UnsupportedOperationException(template.toString());
    }

    abstract Map<String, String> ofTheSdk();

    @Override
    public abstract void close();
}
