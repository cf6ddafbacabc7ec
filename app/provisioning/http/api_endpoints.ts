// Table of data: one row per route.
import { pageQuery } from '#app/shared/http/common_rules'
import type { Endpoint } from '#app/shared/http/endpoint'
import { approvalEndpoints } from '#app/provisioning/http/approval_endpoints'
import { batchEndpoints } from '#app/provisioning/http/batch_endpoints'
import { belongingsEndpoints } from '#app/provisioning/http/belongings_endpoints'
import { careEndpoints } from '#app/provisioning/http/care_endpoints'
import { changeEndpoints } from '#app/provisioning/http/change_endpoints'
import { startupEndpoints } from '#app/provisioning/http/startup_endpoints'
import { moveEndpoints } from '#app/provisioning/http/move_endpoints'
import { panelEndpoints } from '#app/provisioning/http/panel_endpoints'
import { driftEndpoints } from '#app/provisioning/http/drift_endpoints'
import {
  operationShape, operationStoryShape, remoteCallShape, staffOperationShape,
} from '#app/provisioning/http/transformers/operation_transformer' // prettier-ignore
import {
  activityShape, consoleShape, credentialsShape, serviceCountsShape, serviceShape, signInShape, staffServiceShape, templateShape,
} from '#app/provisioning/http/transformers/service_transformer' // prettier-ignore
import {
  cancelOperationBody, holdBody, listAllServicesQuery, listOperationsQuery, listServicesQuery,
  rebuildBody, renameServiceBody, resizeBody, resumeOperationBody, switchPowerBody,
} from '#app/provisioning/http/validators/provisioning_validators' // prettier-ignore

const Services = () => import('#app/provisioning/http/api/services_controller')
const Work = () => import('#app/provisioning/http/api/service_operations_controller')
const Access = () => import('#app/provisioning/http/api/service_access_controller')
const Holds = () => import('#app/provisioning/http/api/service_holds_controller')
const Operations = () => import('#app/provisioning/http/api/operations_controller')

const read = { customer: 'services:read', staff: 'staff:services:read' } as const
const write = { customer: 'services:write', staff: 'staff:services:write' } as const
const power = { customer: 'services:power', staff: 'staff:services:write' } as const

const noService = {
  status: 404,
  code: 'service_not_found',
  when: 'there is no such service that you may see.',
}
const noOperation = {
  status: 404,
  code: 'operation_not_found',
  when: 'there is no such operation that you may see.',
}
const ended = { status: 409, code: 'service_ended', when: 'the service has ended.' }
const workProblems = [
  noService,
  { status: 409, code: 'service_not_usable', when: 'the service is not active.' },
  { status: 409, code: 'not_supported', when: 'its kind of panel cannot do that.' },
  { status: 409, code: 'already_under_way', when: 'the same is being done already.' },
]
const accessProblems = [
  noService,
  { status: 409, code: 'service_not_usable', when: 'the service is not active.' },
  { status: 409, code: 'not_supported', when: 'its kind of panel cannot do that.' },
  { status: 503, code: 'panel_unavailable', when: 'the panel does not answer as it should.' },
]
const steeringProblems = [
  noOperation,
  { status: 409, code: 'operation_not_open', when: 'its state does not allow that.' },
  { status: 409, code: 'operation_at_work', when: 'a worker is at it right now.' },
  { status: 409, code: 'creation_ended', when: 'its order has failed and the money was released.' },
  { status: 409, code: 'another_at_work', when: 'other work on the service is under way.' },
  {
    status: 409,
    code: 'change_ended',
    when: 'the change of the subscription that it was for has ended: it was taken back, or another came after.',
  },
]

export const endpoints: Endpoint[] = [
  ...approvalEndpoints,
  ...batchEndpoints,
  ...belongingsEndpoints,
  ...careEndpoints,
  ...changeEndpoints,
  ...startupEndpoints,
  ...driftEndpoints,
  ...moveEndpoints,
  {
    method: 'GET', path: '/services', name: 'services.index', group: 'Services', audience: 'customer', ability: 'services:read',
    summary: 'List your services, newest first',
    controller: [Services, 'index'], query: listServicesQuery, answers: { status: 200, shape: serviceShape, isList: true },
  },
  {
    method: 'GET', path: '/services', name: 'staff.services.index', group: 'Services', audience: 'staff', ability: 'staff:services:read',
    summary: 'List all services, newest first; search by beginning of the host name or by id',
    controller: [Services, 'index'], query: listAllServicesQuery, answers: { status: 200, shape: staffServiceShape, isList: true },
  },
  {
    method: 'GET', path: '/service-counts', name: 'service_counts.show', group: 'Services', audience: 'staff', ability: 'staff:services:read',
    summary: 'Count services by state',
    controller: [Services, 'counts'], answers: { status: 200, shape: serviceCountsShape },
  },
  {
    method: 'GET', path: '/services/:id', name: 'services.show', group: 'Services', audience: 'customer', ability: 'services:read',
    summary: 'Show one of your services',
    controller: [Services, 'show'], answers: { status: 200, shape: serviceShape }, problems: [noService],
  },
  {
    method: 'GET', path: '/services/:id', name: 'staff.services.show', group: 'Services', audience: 'staff', ability: 'staff:services:read',
    summary: 'Show a service',
    controller: [Services, 'show'], answers: { status: 200, shape: staffServiceShape }, problems: [noService],
  },
  {
    method: 'PATCH', path: '/services/:id', name: 'services.update', group: 'Services', audience: 'customer', ability: 'services:write',
    summary: 'Change the host name; the system takes it with its next rebuild',
    controller: [Services, 'update'], body: renameServiceBody, answers: { status: 200, shape: serviceShape },
    problems: [noService, ended, { status: 422, code: 'hostname_invalid', when: 'it is not a host name.' }],
  },
  {
    method: 'PATCH', path: '/services/:id', name: 'staff.services.update', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Change the host name of a service',
    controller: [Services, 'update'], body: renameServiceBody, answers: { status: 200, shape: staffServiceShape },
    problems: [noService, ended, { status: 422, code: 'hostname_invalid', when: 'it is not a host name.' }],
  },
  {
    method: 'GET', path: '/services/:id/activity', name: 'services.activity.index', group: 'Services', audience: 'both', ability: read,
    summary: 'List what happened to a service, newest first',
    controller: [Services, 'activity'], query: pageQuery, answers: { status: 200, shape: activityShape, isList: true }, problems: [noService],
  },
  {
    method: 'POST', path: '/services/:id/power', name: 'services.power.store', group: 'Services', audience: 'both', ability: power,
    summary: 'Start, shut down, restart or power off a server',
    controller: [Work, 'power'], body: switchPowerBody, answers: { status: 202, shape: operationShape }, problems: workProblems, isIdempotent: true,
  },
  {
    method: 'POST', path: '/services/:id/rebuild', name: 'services.rebuild.store', group: 'Services', audience: 'both', ability: write,
    summary: 'Install an operating system anew; everything on the server is lost',
    controller: [Work, 'rebuild'], body: rebuildBody, answers: { status: 202, shape: operationShape }, isIdempotent: true,
    problems: [
      ...workProblems,
      { status: 422, code: 'unknown_template', when: 'its panel does not offer that system, or not any more.' },
      { status: 422, code: 'ssh_key_not_found', when: 'its customer has no such key.' },
      { status: 422, code: 'keys_not_supported', when: 'its kind of panel installs no keys.' },
    ],
  },
  {
    method: 'POST', path: '/services/:id/password-reset', name: 'services.password_reset.store', group: 'Services', audience: 'both', ability: write,
    summary: 'Set a new administrator password',
    controller: [Work, 'passwordReset'], answers: { status: 202, shape: operationShape }, problems: workProblems, isIdempotent: true,
  },
  {
    method: 'POST', path: '/services/:id/resize', name: 'services.resize.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Give a server the sizes of another plan; what is paid for it stays',
    controller: [Work, 'resize'], body: resizeBody, answers: { status: 202, shape: operationShape }, isIdempotent: true,
    problems: [
      ...workProblems,
      { status: 422, code: 'plan_not_found', when: 'there is no such plan.' },
      { status: 422, code: 'other_panel_kind', when: 'the plan is of another kind of service.' },
      { status: 422, code: 'disk_would_shrink', when: 'the disk would become smaller.' },
    ],
  },
  {
    method: 'POST', path: '/services/:id/credentials', name: 'services.credentials.store', group: 'Services', audience: 'both',
    ability: { customer: 'services:write', staff: 'staff:services:secrets' },
    summary: 'Show the administrator password; that it was shown, and to whom, is written down',
    controller: [Access, 'credentials'], answers: { status: 200, shape: credentialsShape },
    problems: [noService, { status: 409, code: 'no_credentials', when: 'there is none to show.' }],
  },
  {
    method: 'POST', path: '/services/:id/console', name: 'services.console.store', group: 'Services', audience: 'both', ability: power,
    summary: 'Open the console: an address and a password that work for minutes',
    controller: [Access, 'console'], answers: { status: 200, shape: consoleShape }, problems: accessProblems,
  },
  {
    method: 'POST', path: '/services/:id/sign-in', name: 'services.sign_in.store', group: 'Services', audience: 'customer', ability: 'services:write',
    summary: 'Make a link that signs you in to the panel of a server',
    controller: [Access, 'signIn'], answers: { status: 200, shape: signInShape }, problems: accessProblems,
  },
  {
    method: 'GET', path: '/services/:id/templates', name: 'services.templates.index', group: 'Services', audience: 'both', ability: read,
    summary: 'List the operating systems that can be installed on a server',
    controller: [Access, 'templates'], answers: { status: 200, shape: templateShape, isList: true }, problems: accessProblems,
  },
  {
    method: 'POST', path: '/services/:id/holds', name: 'services.holds.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Keep a service suspended for a reason of staff',
    controller: [Holds, 'store'], body: holdBody, answers: { status: 200, shape: staffServiceShape },
    problems: [noService, ended, { status: 409, code: 'hold_unchanged', when: 'it is held for this reason already.' }],
  },
  {
    method: 'POST', path: '/services/:id/hold-liftings', name: 'services.hold_liftings.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Take back a reason of staff; the service runs again when none is left',
    controller: [Holds, 'destroy'], body: holdBody, answers: { status: 200, shape: staffServiceShape },
    problems: [noService, ended, { status: 409, code: 'hold_unchanged', when: 'it is not held for this reason.' }],
  },
  {
    method: 'GET', path: '/operations', name: 'operations.index', group: 'Operations', audience: 'customer', ability: 'services:read',
    summary: 'List the work done on your services, newest first',
    controller: [Operations, 'index'], query: listOperationsQuery, answers: { status: 200, shape: operationShape, isList: true },
  },
  {
    method: 'GET', path: '/operations', name: 'staff.operations.index', group: 'Operations', audience: 'staff', ability: 'staff:operations:read',
    summary: 'List the work done on all services, newest first',
    controller: [Operations, 'index'], query: listOperationsQuery, answers: { status: 200, shape: staffOperationShape, isList: true },
  },
  {
    method: 'GET', path: '/operations/:id', name: 'operations.show', group: 'Operations', audience: 'customer', ability: 'services:read',
    summary: 'Show one piece of work on your services',
    controller: [Operations, 'show'], answers: { status: 200, shape: operationShape }, problems: [noOperation],
  },
  {
    method: 'GET', path: '/operations/:id', name: 'staff.operations.show', group: 'Operations', audience: 'staff', ability: 'staff:operations:read',
    summary: 'Show an operation with its steps',
    controller: [Operations, 'show'], answers: { status: 200, shape: operationStoryShape }, problems: [noOperation],
  },
  {
    method: 'GET', path: '/operations/:id/calls', name: 'operations.calls.index', group: 'Operations', audience: 'staff', ability: 'staff:operations:read',
    summary: 'List what was said to the panel for an operation; secrets are cut out',
    controller: [Operations, 'calls'], query: pageQuery, answers: { status: 200, shape: remoteCallShape, isList: true },
  },
  {
    method: 'POST', path: '/operations/:id/retries', name: 'operations.retries.store', group: 'Operations', audience: 'staff', ability: 'staff:operations:write',
    summary: 'Try an operation that waits or failed now',
    controller: [Operations, 'retry'], answers: { status: 200, shape: operationStoryShape }, problems: steeringProblems,
  },
  {
    method: 'POST', path: '/operations/:id/resumptions', name: 'operations.resumptions.store', group: 'Operations', audience: 'staff', ability: 'staff:operations:write',
    summary: 'Have an operation go on from a chosen step',
    controller: [Operations, 'resume'], body: resumeOperationBody, answers: { status: 200, shape: operationStoryShape },
    problems: [
      ...steeringProblems,
      { status: 409, code: 'no_server_yet', when: 'the step needs a server and there is none yet.' },
      { status: 409, code: 'approval_undecided', when: 'the order still waits for a decision.' },
      { status: 422, code: 'step_not_found', when: 'it has no such step.' }],
  },
  {
    method: 'POST', path: '/operations/:id/cancellations', name: 'operations.cancellations.store', group: 'Operations', audience: 'staff', ability: 'staff:operations:write',
    summary: 'Call off an operation that is queued or waits; a creation cleans up behind itself',
    controller: [Operations, 'cancel'], body: cancelOperationBody, answers: { status: 200, shape: operationStoryShape }, problems: steeringProblems,
  },
  ...panelEndpoints,
] // prettier-ignore
