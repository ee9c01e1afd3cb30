#!/usr/bin/env python3
"""Transforms template.yaml as CloudFormation would, offline, and holds the result to what the README promises.

Needs aws-sam-translator; runs cfn-lint on the result where that is installed. Usage: .ci/transform.py [OUTPUT.json]
"""

import importlib.machinery
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
from samtranslator.translator.transform import transform  # noqa: E402
from samtranslator.yaml_helper import yaml_parse  # noqa: E402

SOURCE = Path(__file__).resolve().parent.parent / "template.yaml"
# examples/stackset is a program, without .py in its name.
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("stackset", str(SOURCE.parent / "examples" / "stackset"))
stackset = importlib.util.module_from_spec(importlib.util.spec_from_loader("stackset", loader))
loader.exec_module(stackset)
DESCRIPTION_LIMIT = 256
failures = []


class NoManagedPolicies:
    def load(self):
        return {}


def holds(what, truth):
    if not truth:
        failures.append(what)


def transformed(parameters):
    template = stackset.included(yaml_parse(SOURCE.read_text(encoding="utf-8")))
    # What `sam package` does: the code's folder becomes the place it was uploaded to.
    template["Globals"]["Function"]["CodeUri"] = "s3://a-bucket/a-key"
    return transform(template, parameters, NoManagedPolicies())


def references(node):
    """The names of parameters, conditions and resources that a node refers to."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref":
                yield value
            elif key == "Fn::Sub":
                text = value if isinstance(value, str) else value[0]
                yield from (part.split("}")[0] for part in text.split("${")[1:])
                if not isinstance(value, str):
                    yield from references(value[1])
            elif key == "Fn::If":
                yield value[0]
                yield from references(value[1:])
            elif key == "Condition" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def parameters_behind(node, template):
    found, todo = set(), list(references(node))
    while todo:
        name = todo.pop()
        if name in template["Parameters"]:
            found.add(name)
        elif name in template.get("Conditions", {}):
            todo.extend(references(template["Conditions"][name]))
    return found


def longest(parameter):
    if "AllowedValues" in parameter:
        return max(len(str(value)) for value in parameter["AllowedValues"])
    if parameter["Type"] == "Number":
        return len(str(parameter["MaxValue"]))
    return parameter["MaxLength"]


def longest_value(node, template):
    """How many characters the value of a literal, a parameter or a choice between such may have."""
    if isinstance(node, str):
        return len(node)
    if "Ref" in node:
        return longest(template["Parameters"][node["Ref"]])
    return max(longest_value(choice, template) for choice in node["Fn::If"][1:])


template = transformed({})
resources = template["Resources"]


def of_type(kind):
    return {name: r for name, r in resources.items() if r["Type"] == kind}


functions = of_type("AWS::Lambda::Function")
holds("there are functions", functions)

for function, resource in functions.items():
    alias = f"{function}Aliaslive"
    versions = [n for n in of_type("AWS::Lambda::Version") if n.startswith(f"{function}Version")]
    holds(f"{function} publishes one version", len(versions) == 1)
    holds(f"{function} has the alias live", alias in resources)
    version = resources[versions[0]]
    holds(
        f"{alias} follows the published version",
        resources[alias]["Properties"]["FunctionVersion"] == {"Fn::GetAtt": [versions[0], "Version"]},
    )
    configs = [
        c["Properties"]
        for c in of_type("AWS::Lambda::EventInvokeConfig").values()
        if c["Properties"]["FunctionName"] == {"Ref": function}
    ]
    # A dashboard waits for its answer, so nothing of it can be lost.
    waited_for = function == "DashboardFunction"
    holds(f"{function} has one event invoke configuration", len(configs) == (0 if waited_for else 1))
    holds(f"{function}'s failures of the alias go to the queue", all(
        c["Qualifier"] == "live" and c["DestinationConfig"]["OnFailure"]["Destination"]
        == {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]} for c in configs))

    # SAM does not publish for a parameter's new value; a version whose description changes is replaced.
    # The reserve belongs to the function, not to its versions.
    versioned = {k: v for k, v in resource["Properties"].items() if k != "ReservedConcurrentExecutions"}
    reaching = parameters_behind(versioned, template)
    described = parameters_behind(version["Properties"]["Description"], template)
    holds(f"{function}'s version tells {sorted(reaching - described)}", reaching <= described)
    text, own = version["Properties"]["Description"]["Fn::Sub"]
    fixed = "".join(part.split("}")[-1] for part in text.split("${"))
    names = [part.split("}")[0] for part in text.split("${")[1:]]
    worst = len(fixed) + sum(longest_value(own.get(name, {"Ref": name}), template) for name in names)
    holds(f"{function}'s version has a description of at most {worst} characters", worst <= DESCRIPTION_LIMIT)

# Who may look calls what the operators call, in the same version.
for alias, function in {"DrillReadAlias": "DrillFunction", "ReadinessReadAlias": "ReadinessFunction"}.items():
    holds(f"{alias} follows {function}'s version", resources[alias]["Properties"]["FunctionVersion"]
          == resources[f"{function}Aliaslive"]["Properties"]["FunctionVersion"])
invoked = {name: set(map(json.dumps, resources[name]["Properties"]["PolicyDocument"]["Statement"][0]["Resource"]))
           for name in ("ReaderPolicy", "OperatorPolicy")}
holds("a reader cannot call what moves", not any(
    f'"{function}Aliaslive"' in one for one in invoked["ReaderPolicy"]
    for function in ("FailoverFunction", "DrillFunction", "ReadinessFunction")))
holds("an operator may what a reader may", invoked["ReaderPolicy"] < invoked["OperatorPolicy"])

live = {"Ref": "FailoverFunctionAliaslive"}
rules = of_type("AWS::Events::Rule")
forward = rules.pop("ForwardReports")
holds("reports are forwarded only where a central bus is given", forward["Condition"] == "Forwards")
moving = [name for name in rules if name.startswith("FailoverFunction")]
holds("eight rules wake the failover and three the audit", len(moving) == 8 and len(rules) == 11)
audit = {"Ref": "ReadinessFunctionAliaslive"}
for name, rule in rules.items():
    targets = rule["Properties"]["Targets"]
    holds(f"{name} wakes its alias alone", [t["Arn"] for t in targets] == [live if name in moving else audit])
    if name not in moving:  # the audit goes on when the failover is switched off, and the next one makes good
        continue
    holds(f"{name} can be switched off", "Fn::If" in rule["Properties"]["State"])
    if "EventPattern" in rule["Properties"]:
        holds(f"{name} keeps what it cannot deliver", all("DeadLetterConfig" in t for t in targets))
permissions = of_type("AWS::Lambda::Permission")
holds("each rule and the alarms may invoke", len(permissions) == len(rules) + 1)
for name, permission in permissions.items():
    holds(f"{name} is for an alias", permission["Properties"]["FunctionName"] in (live, audit))
    holds(f"{name} names its source", "SourceArn" in permission["Properties"])
# Conditions stand as they are in what SAM makes. cfn-lint (E2530) knows Regions without SnapStart.
holds("the failover has SnapStart where it is wanted",
      functions["FailoverFunction"]["Properties"].get("SnapStart")
      == {"Fn::If": ["Snaps", {"ApplyOn": "PublishedVersions"}, {"Ref": "AWS::NoValue"}]})
holds("no other function has it", not any("SnapStart" in f["Properties"] for n, f in functions.items()
                                          if n != "FailoverFunction"))

# A role takes a function's trial by its inline policies: Lambda looks at them when the function is made, and nothing
# but DependsOn waits for a managed one.
policies = of_type("AWS::IAM::ManagedPolicy")
for function, resource in functions.items():
    role = resource["Properties"]["Role"]["Fn::GetAtt"][0]
    inline = json.dumps(resources[role]["Properties"].get("Policies", []))
    for action in ("xray:PutTraceSegments", "logs:PutLogEvents"):
        holds(f"{role} has {action} in itself", action in inline)
    if function != "DashboardFunction":
        holds(f"{role} has sqs:SendMessage in itself", "sqs:SendMessage" in inline)
    due = {n for n, p in policies.items() if {"Ref": role} in p["Properties"].get("Roles", []) and "Condition" not in p}
    waits = resource.get("DependsOn", [])
    holds(f"{function} waits for {sorted(due)}", due <= set([waits] if isinstance(waits, str) else waits))
holds("no policy asks for X-Ray too late", not any("xray:" in json.dumps(p) for p in policies.values()))

# EventBridge may put into the queue what this stack's rules could not deliver, and nothing else.
with_queue = {name for name, rule in of_type("AWS::Events::Rule").items()
              if any("DeadLetterConfig" in t for t in rule["Properties"]["Targets"])}
statement = resources["DeadLetterQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"][0]
named = {arn["Fn::If"][1]["Fn::GetAtt"][0] if "Fn::If" in arn else arn["Fn::GetAtt"][0]
         for arn in statement["Condition"]["ArnEquals"]["aws:SourceArn"]}
holds(f"the queue takes from {sorted(with_queue)}, and its policy names {sorted(named)}", named == with_queue)

# Every alarm begins in INSUFFICIENT_DATA: what takes missing data for a breach is raised before anything has run.
for name, alarm in of_type("AWS::CloudWatch::Alarm").items():
    holds(f"{name} is quiet at the first deploy", alarm["Properties"]["TreatMissingData"] != "breaching")
    if alarm["Properties"]["TreatMissingData"] == "missing":
        holds(f"{name} tells when there is no data", "InsufficientDataActions" in alarm["Properties"])

whole = json.dumps(template)
for wrong in ("aws.amazon.com", "arn:aws:"):
    holds(f"{wrong} is wrong in another partition", wrong not in whole)
holds("a forwarding rule on another account's bus is refused before anything is made",
      template["Rules"]["ForwardsFromTheDefaultBus"]["Assertions"][0]["Assert"]
      == {"Fn::Equals": [{"Ref": "EventBus"}, "default"]})
roles = {"FailoverRole", "DrillRole", "ReadinessRole", "DashboardRole", "ForwardRole"}
holds("SAM added no role", set(of_type("AWS::IAM::Role")) == roles)

# `sam package` uploads the file that the template includes, and CloudFormation puts it in; a StackSet gets it inlined.
macro = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "functions/src/main/ssm/document.yaml"}}}
written = yaml_parse(SOURCE.read_text(encoding="utf-8"))["Resources"]["RoutingDocument"]["Properties"]["Content"]
holds("the template includes the routing document", written == macro)
document = yaml_parse((SOURCE.parent / macro["Fn::Transform"]["Parameters"]["Location"]).read_text(encoding="utf-8"))
plain = stackset.stackset("a-bucket", "a-key")["Resources"]["RoutingDocument"]["Properties"]["Content"]
holds("both forms have the same routing document",
      plain == document == resources["RoutingDocument"]["Properties"]["Content"] and document["schemaVersion"] == "2.2")

UNTAGGED = {
    "AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::Permission",
    "AWS::IAM::ManagedPolicy", "AWS::SQS::QueuePolicy",
    # These take tags, but SAM gives them none: only the stack's own tags reach them.
    "AWS::Events::Rule",
    # Takes tags since 2026, which cfn-lint 1.51 does not know yet: the stack's own tags reach it.
    "AWS::CloudWatch::Dashboard",
}
for name, resource in resources.items():
    if resource["Type"] not in UNTAGGED:
        holds(f"{name} has tags", "Tags" in resource["Properties"])

text = json.dumps(template, indent=1)
if len(sys.argv) > 1:
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
if shutil.which("cfn-lint"):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "transformed.json"
        file.write_text(text, encoding="utf-8")
        holds("cfn-lint passes the transformed template", subprocess.run(["cfn-lint", str(file)]).returncode == 0)
        # Where there is no SnapStart, in three partitions: refused with it, and with nothing else to say without.
        elsewhere = ["cfn-lint", "-r", "mx-central-1", "cn-north-1", "us-gov-west-1", "--", str(file)]
        refused = subprocess.run(elsewhere, capture_output=True, text=True, check=False).stdout
        holds("cfn-lint knows Regions without SnapStart", "E2530" in refused)
        del template["Resources"]["FailoverFunction"]["Properties"]["SnapStart"]  # SnapStart=DISABLED
        file.write_text(json.dumps(template), encoding="utf-8")
        holds("cfn-lint passes it there with SnapStart=DISABLED", subprocess.run(elsewhere).returncode == 0)
else:
    print("cfn-lint is not installed here: the transformed template was not linted")

for failure in failures:
    print(f"does not hold: {failure}")
print(f"template.yaml transformed: {len(resources)} resources, {len(failures)} failures")
sys.exit(1 if failures else 0)
