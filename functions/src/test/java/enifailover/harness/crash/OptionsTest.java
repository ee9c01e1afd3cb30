package enifailover.harness.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import enifailover.harness.crash.Blow.Labelled;
import enifailover.harness.crash.Blow.Nth;
import enifailover.harness.crash.Blow.When;
import enifailover.harness.crash.Kill.By;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The command that is printed beside what is broken plays it again.
final class OptionsTest {

    @Test
    void thePrintedCommandIsUnderstood() {
        Stream.of(
                        new Kill("moto", 4, new Blow(new Nth(17), When.AFTER), By.SWEEP),
                        new Kill(
                                "region",
                                1,
                                new Blow(new Labelled("ec2:AttachNetworkInterface:1"), When.BEFORE),
                                By.RETRY))
                .forEach(kill -> {
                    var command = kill.command();
                    var play = command.substring(command.indexOf('"') + 1, command.lastIndexOf('"'));
                    var options = Options.parse(List.of(play.split(" ")));
                    assertEquals(kill.on(), options.on());
                    assertEquals(kill.enis(), options.enis());
                    assertEquals(Optional.of(kill.blow().at()), options.at());
                    assertEquals(Optional.of(kill.blow().when()), options.when());
                    assertEquals(Optional.of(kill.by()), options.by());
                });
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        for (var wrong : List.of("--n", "--n 0", "--by nobody", "--on aws", "--frobnicate")) {
            assertThrows(IllegalArgumentException.class, () -> Options.parse(List.of(wrong.split(" "))), wrong);
        }
    }
}
