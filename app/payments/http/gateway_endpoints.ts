/** Table of data: the API of gateways and their settlement. */
import vine from '@vinejs/vine'
import type { Endpoint } from '#app/shared/http/endpoint'
import { pageQuery } from '#app/shared/http/common_rules'
import {
  driverShape,
  gatewayFileShape,
  gatewayShape,
} from '#app/payments/http/transformers/gateway_transformers'
import {
  movementShape,
  payoutShape,
  settlementShape,
} from '#app/payments/http/transformers/settlement_transformers'
import {
  answerMovementForm,
  changeGatewayForm,
  connectGatewayForm,
  movementsQuery,
  orderGatewaysForm,
  settlementQuery,
} from '#app/payments/http/validators/gateway_validators'

const GatewaysController = () => import('#app/payments/http/api/gateways_controller')
const GatewayWebhooksController = () => import('#app/payments/http/api/gateway_webhooks_controller')
const SettlementsController = () => import('#app/payments/http/api/settlements_controller')

const accountShape = vine.create({
  name: vine.string().nullable(),
  is_live: vine.boolean(),
  currencies: vine.array(vine.string()),
})
const queuedShape = vine.create({ queued: vine.boolean() })
const webhookTestShape = vine.create({
  standing: vine.enum(['known', 'missing', 'switched_off'] as const),
  has_arrived: vine.boolean().nullable(),
})
const settledShape = vine.create({ movements: vine.number(), unmatched: vine.number() })

const unavailable = {
  status: 503,
  code: 'gateway_unavailable',
  when: 'the gateway cannot be asked; nothing was changed.',
}
const keysRefused = {
  status: 422,
  code: 'keys_refused',
  when: 'the gateway does not know the keys, or they may not do what is needed.',
}
const rightsMissing = {
  status: 422,
  code: 'rights_missing',
  when: 'the keys open the account but may not do all that is needed; `detail` names what they lack.',
}
const setUpProblems = [
  keysRefused,
  rightsMissing,
  { status: 422, code: 'settings_refused', when: 'keys do not fit together, or are of another kind.' },
  { status: 422, code: 'fields_refused', when: 'something that the form asks for is missing or too long.' },
  {
    status: 422,
    code: 'mode_differs',
    when: 'keys for trying out were given to a gateway for real money, or the other way round.',
  },
  unavailable,
]
const notUnmatched = {
  status: 409,
  code: 'not_unmatched',
  when: 'the movement is matched or answered already.',
}

export const gatewayEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/gateways', name: 'staff.gateways.index', group: 'Gateways', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List connected gateways in the order of the checkout, how they are doing, and what is stuck',
    controller: [GatewaysController, 'index'], answers: { status: 200, shape: gatewayShape, isList: true },
  },
  {
    method: 'GET', path: '/gateway-drivers', name: 'staff.gateway_drivers.index', group: 'Gateways', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List the kinds of gateway that can be connected, and what each asks for',
    controller: [GatewaysController, 'drivers'], answers: { status: 200, shape: driverShape, isList: true },
  },
  {
    method: 'POST', path: '/gateways', name: 'staff.gateways.store', group: 'Gateways', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Connect a gateway, after its keys were tested at the account',
    controller: [GatewaysController, 'store'], body: connectGatewayForm, answers: { status: 201, shape: gatewayFileShape },
    problems: [...setUpProblems, { status: 422, code: 'driver_not_found', when: 'there is no such kind of gateway.' }],
  },
  {
    method: 'PUT', path: '/gateways/order', name: 'staff.gateways.order', group: 'Gateways', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Set the order in which customers are offered the gateways',
    controller: [GatewaysController, 'reorder'], body: orderGatewaysForm, answers: { status: 200, shape: gatewayShape, isList: true },
    problems: [{ status: 422, code: 'not_all_gateways', when: 'a gateway is missing, unknown or named twice.' }],
  },
  {
    method: 'GET', path: '/gateways/:id', name: 'staff.gateways.show', group: 'Gateways', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show a gateway with its settings, last messages and last calls; of secrets only when they were set',
    controller: [GatewaysController, 'show'], answers: { status: 200, shape: gatewayFileShape },
  },
  {
    method: 'PATCH', path: '/gateways/:id', name: 'staff.gateways.update', group: 'Gateways', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Name a gateway anew, let it take new payments or none, or change its settings after testing them',
    controller: [GatewaysController, 'update'], body: changeGatewayForm, answers: { status: 200, shape: gatewayFileShape }, problems: setUpProblems,
  },
  {
    method: 'POST', path: '/gateways/:id/checks', name: 'staff.gateways.checks.store', group: 'Gateways', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Test the keys that are kept: whose account they open',
    controller: [GatewaysController, 'check'], answers: { status: 200, shape: accountShape }, problems: [keysRefused, unavailable],
  },
  {
    method: 'POST', path: '/gateways/:id/webhooks', name: 'staff.gateways.webhooks.store', group: 'Gateways', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Tell the gateway where to send its messages, and keep the secret that signs them',
    controller: [GatewayWebhooksController, 'store'], answers: { status: 200, shape: gatewayFileShape },
    problems: [{ status: 409, code: 'not_offered', when: 'the address has to be entered at this gateway by hand.' }, keysRefused, unavailable],
  },
  {
    method: 'POST', path: '/gateways/:id/webhook-tests', name: 'staff.gateways.webhook_tests.store', group: 'Gateways', audience: 'staff',
    ability: 'staff:settings:write',
    summary: 'Test whether messages come through: the gateway knows the address, and one that it is made to send arrives within ten seconds (`has_arrived` is null where it cannot be made to)',
    controller: [GatewayWebhooksController, 'check'], answers: { status: 200, shape: webhookTestShape },
    problems: [{ status: 409, code: 'not_offered', when: 'the gateway cannot be asked about its messages.' }, keysRefused, unavailable],
  },
  {
    method: 'POST', path: '/gateway-messages/:id/retries', name: 'staff.gateway_messages.retries.store', group: 'Gateways', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Handle a message of a gateway once more that was not understood',
    controller: [GatewayWebhooksController, 'retryMessage'], answers: { status: 202, shape: queuedShape },
    problems: [{ status: 409, code: 'not_dead', when: 'the message was handled, or waits for it.' }],
  },
  {
    method: 'GET', path: '/gateways/:id/settlement', name: 'staff.settlements.show', group: 'Settlement', audience: 'staff',
    ability: 'staff:billing:read', summary: "Show a day of a gateway's account, and how account and books compare as of the last look",
    controller: [SettlementsController, 'show'], query: settlementQuery, answers: { status: 200, shape: settlementShape },
  },
  {
    method: 'POST', path: '/gateways/:id/settlements', name: 'staff.settlements.store', group: 'Settlement', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Fetch now what a gateway did with our money, match it and book it',
    controller: [SettlementsController, 'store'], answers: { status: 200, shape: settledShape },
    problems: [{ status: 409, code: 'no_payouts', when: 'this gateway says nothing of payouts.' }, keysRefused, unavailable],
  },
  {
    method: 'GET', path: '/gateways/:id/movements', name: 'staff.gateway_movements.index', group: 'Settlement', audience: 'staff',
    ability: 'staff:billing:read', summary: "List what moved on a gateway's account, newest first, with a proposed answer where nothing of ours fits",
    controller: [SettlementsController, 'movements'], query: movementsQuery, answers: { status: 200, shape: movementShape, isList: true },
  },
  {
    method: 'GET', path: '/gateways/:id/payouts', name: 'staff.gateway_payouts.index', group: 'Settlement', audience: 'staff',
    ability: 'staff:billing:read', summary: 'List what a gateway sent to our bank, newest first, and whether its movements add up to it',
    controller: [SettlementsController, 'payouts'], query: pageQuery, answers: { status: 200, shape: payoutShape, isList: true },
  },
  {
    method: 'POST', path: '/gateway-movements/:id/answers', name: 'staff.gateway_movements.answers.store', group: 'Settlement', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Say what a movement is that fits none of our records, which books it as that',
    controller: [SettlementsController, 'answer'], body: answerMovementForm, answers: { status: 200, shape: movementShape }, problems: [notUnmatched],
  },
  {
    method: 'POST', path: '/gateway-movements/:id/look-ups', name: 'staff.gateway_movements.look_ups.store', group: 'Settlement', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Ask the gateway about the payment behind a movement that fits none of our records, and match it again',
    controller: [SettlementsController, 'lookUpAgain'], answers: { status: 200, shape: movementShape }, problems: [notUnmatched, unavailable],
  },
] // prettier-ignore
