package enifailover.testkit.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import enifailover.testkit.region.ssm.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs the document's script inside a host, as the agent does: parameters put in as text, all items one file with a
/// line break between them and at the end, mode 0700, `sh -c FILE`, killed when its time is over (amazon-ssm-agent,
/// `pluginutil.CreateScriptFile`, `runscript`, `executers`).
final class RealHost implements Host {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ENVIRONMENT =
            List.of("env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/");

    private final Vpc vpc;
    private final String host;
    private final JsonNode document;
    private final Diary diary;

    /// @param host the host's name in the lab
    /// @param document the content of the SSM document
    RealHost(Vpc vpc, String host, String document, Diary diary) throws IOException {
        this.vpc = vpc;
        this.host = host;
        this.document = JSON.readTree(document);
        this.diary = diary;
    }

    @Override
    public void run(Command command, Guest guest) {
        Thread.ofVirtual().start(() -> guest.answer(answer(command)));
    }

    /// Runs it now and waits for its end.
    Answer answer(Command command) {
        diary.note(command.instanceId(), "the script begins: " + command.parameter("Verb"));
        try {
            JsonNode inputs = document.path("mainSteps").path(0).path("inputs");
            Path script = write(command, inputs);
            List<String> message = new ArrayList<>(List.of(host));
            message.addAll(ENVIRONMENT);
            message.addAll(List.of("SSM_COMMAND_ID=" + command.commandId(), "sh", "-c", script.toString()));
            Duration most = Duration.ofSeconds(inputs.path("timeoutSeconds").asInt(3600));
            long began = System.nanoTime();
            Shell.Done done = Shell.run(vpc.verb("exec", message), most);
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            diary.note(
                    command.instanceId(),
                    "the script ends: " + command.parameter("Verb") + ", code " + done.exit() + ", after " + took
                            + " ms");
            return new Answer(done.exit(), done.output(), done.error());
        } catch (IOException e) {
            return new Answer(-1, "", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(-1, "", e.toString());
        }
    }

    private Path write(Command command, JsonNode inputs) throws IOException {
        List<String> items = new ArrayList<>();
        inputs.path("runCommand").forEach(item -> items.add(filled(item.asText(), command)));
        Path folder = Files.createTempDirectory(vpc.folder(), command.commandId());
        Path script = folder.resolve("_script.sh");
        Files.writeString(script, String.join("\n", items) + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /// The parameters as text; the document's default where the command says nothing.
    private String filled(String text, Command command) {
        String filled = text;
        for (var parameter : document.path("parameters").properties()) {
            String name = parameter.getKey();
            String value = command.parameters().containsKey(name)
                    ? command.parameter(name)
                    : parameter.getValue().path("default").asText();
            filled = filled.replace("{{ " + name + " }}", value).replace("{{" + name + "}}", value);
        }
        return filled;
    }
}
