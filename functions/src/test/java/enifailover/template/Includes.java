package enifailover.template;

import static enifailover.template.Template.at;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// `AWS::Include` of local files, as `sam package` and CloudFormation carry it out: the file's content stands in place
/// of the macro. A file that is included may have no short forms of intrinsic functions (CloudFormation template
/// reference, "AWS::Include transform"), so it is read as plain YAML.
public final class Includes {
    private static final String MACRO = "Fn::Transform";

    private Includes() {}

    /// The same template with every included file in it.
    ///
    /// @param node a template, or a part of one, in long forms
    /// @param template the template's file: locations are relative to it, as SAM CLI takes them
    /// @throws UncheckedIOException where a file cannot be read
    public static Object resolve(Object node, Path template) {
        return switch (node) {
            case Map<?, ?> map when map.containsKey(MACRO) -> included(map, template);
            case Map<?, ?> map -> {
                Map<Object, Object> resolved = new LinkedHashMap<>();
                map.forEach((key, value) -> resolved.put(key, resolve(value, template)));
                yield resolved;
            }
            case List<?> many ->
                many.stream().map(each -> resolve(each, template)).toList();
            default -> node;
        };
    }

    private static Object included(Map<?, ?> map, Path template) {
        if (map.size() != 1 || !at(map, MACRO, "Name").equals("AWS::Include")) {
            throw new IllegalArgumentException("not an AWS::Include alone: " + map);
        }
        try {
            String text = Files.readString(template.resolveSibling(
                    at(map, MACRO, "Parameters", "Location").toString()));
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
