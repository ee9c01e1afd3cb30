package enifailover.testkit.region.time;

/// What simulated threads are made of.
enum Carriers {
    VIRTUAL {
        @Override
        Thread unstarted(String name, Runnable life) {
            return Thread.ofVirtual().name(name).unstarted(life);
        }
    },
    PLATFORM {
        @Override
        Thread unstarted(String name, Runnable life) {
            return Thread.ofPlatform().daemon().name(name).unstarted(life);
        }
    };

    abstract Thread unstarted(String name, Runnable life);
}
