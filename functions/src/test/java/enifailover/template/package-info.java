/// What holds `template.yaml` true: its rules by AWS's own matcher, its roles by a small evaluator of IAM policies, its
/// document against the routing script, and its names against the code. Takes the files of the repository.
/// May not know: anything of the code but the names and the calls that it promises.
@org.jspecify.annotations.NullMarked
package enifailover.template;
