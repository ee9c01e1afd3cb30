package enifailover.harness.rehearsal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/// The processor time of another process, to the nanosecond: `clock_getcpuclockid(3)`. What Java and `/proc` tell of
/// it comes in hundredths of a second, and a warm event takes about three of those.
final class ProcessorTime {
    private static final MethodHandle CLOCK_OF =
            handle("clock_getcpuclockid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle TIME =
            handle("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MemoryLayout TIMESPEC = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG);

    private ProcessorTime() {}

    @SuppressWarnings("restricted") // calls the C library
    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /// Of all its threads, those that have ended too.
    ///
    /// @throws IllegalStateException where there is no such process
    static Duration of(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment clock = arena.allocate(JAVA_INT);
            MemorySegment time = arena.allocate(TIMESPEC);
            int error = (int) CLOCK_OF.invokeExact((int) pid, clock);
            if (error != 0 || (int) TIME.invokeExact(clock.get(JAVA_INT, 0), time) != 0) {
                throw new IllegalStateException("the processor time of process " + pid + " cannot be read");
            }
            return Duration.ofSeconds(time.get(JAVA_LONG, 0), time.get(JAVA_LONG, 8));
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
