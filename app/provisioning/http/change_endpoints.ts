// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import { changeShape, preparedChangeShape } from '#app/subscriptions/index'
import { previewChangeBody, requestChangeBody } from '#app/provisioning/http/validators/change_validators'

const Changes = () => import('#app/provisioning/http/api/service_changes_controller')

const read = { customer: 'services:read', staff: 'staff:services:read' } as const
const write = { customer: 'services:write', staff: 'staff:services:write' } as const
const noService = { status: 404, code: 'service_not_found', when: 'there is no such service that you may see.' } // prettier-ignore

const wishProblems = [
  noService,
  { status: 409, code: 'must_pay_first', when: 'an invoice of the subscription is overdue.' },
  { status: 409, code: 'period_unpaid', when: 'the running period, or one invoiced ahead, is not paid yet.' },
  { status: 409, code: 'renewal_under_way', when: 'the next period is being invoiced at this moment.' },
  { status: 409, code: 'change_under_way', when: 'another change is scheduled, waits for payment or is being made.' },
  { status: 409, code: 'in_trial', when: 'the free days of the subscription still run.' },
  { status: 409, code: 'not_started', when: 'the first period has not begun.' },
  { status: 409, code: 'already_ending', when: 'the subscription is cancelled for its end.' },
  { status: 409, code: 'already_cancelled', when: 'the subscription has ended.' },
  { status: 409, code: 'service_not_usable', when: 'the service is not running, or staff hold it.' },
  { status: 409, code: 'no_capacity', when: 'the panel has no room for the larger size.' },
  { status: 409, code: 'sold_out', when: 'the plan is sold out.' },
  { status: 409, code: 'panel_unreachable', when: 'the panel does not answer; nothing is charged for what may have no room.' },
  { status: 409, code: 'not_supported', when: 'its kind of panel cannot change sizes.' },
  { status: 409, code: 'payment_under_way', when: 'a payment for an invoice of the subscription is under way.' },
  { status: 422, code: 'configuration_invalid', when: 'the plan, the interval or an option is not offered so.' },
  { status: 422, code: 'nothing_changes', when: 'it is like that already.' },
  { status: 422, code: 'method_needed', when: 'it would be charged by the hour from then on and you have no saved payment method.' },
  { status: 422, code: 'other_product', when: 'the plan is of another product.' },
  { status: 422, code: 'below_use', when: 'more is used already than the smaller plan has.' },
  { status: 422, code: 'location_fixed', when: 'a server cannot move to another location.' },
  { status: 422, code: 'disk_would_shrink', when: 'the disk would become smaller.' },
] // prettier-ignore

export const changeEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/services/:id/changes', name: 'services.changes.index', group: 'Changes', audience: 'both', ability: read,
    summary: 'List the changes of plan, options and interval of a service, newest first',
    controller: [Changes, 'index'], answers: { status: 200, shape: changeShape, isList: true }, problems: [noService],
  },
  {
    method: 'POST', path: '/services/:id/change-previews', name: 'services.change_previews.store', group: 'Changes', audience: 'both', ability: write,
    summary: 'Show what a change would cost, line by line, when it takes place and what is charged after; nothing is written',
    controller: [Changes, 'preview'], body: previewChangeBody, answers: { status: 200, shape: preparedChangeShape }, problems: wishProblems,
  },
  {
    method: 'POST', path: '/services/:id/changes', name: 'services.changes.store', group: 'Changes', audience: 'both', ability: write,
    summary: 'Change plan, options or interval at the amount of the preview: at once when its invoice is paid, or with the renewal. Who may pay has it paid at once, from the balance and then by the saved method; otherwise the invoice waits for somebody who may (`waits_for_payer` of the preview)',
    controller: [Changes, 'store'], body: requestChangeBody, answers: { status: 201, shape: changeShape }, isIdempotent: true,
    problems: [
      ...wishProblems,
      { status: 409, code: 'amount_differs', when: 'the amount is not that of the preview any more; the answer names the new one.' },
      { status: 409, code: 'next_amount_differs', when: '`expected_next` is sent and one interval after costs something else by now; the answer names the new amount.' },
    ],
  },
  {
    method: 'DELETE', path: '/services/:id/changes/open', name: 'services.changes.destroy', group: 'Changes', audience: 'both', ability: write,
    summary: 'Withdraw the change that is scheduled or waits for its payment',
    controller: [Changes, 'destroy'], answers: { status: 200, shape: changeShape },
    problems: [
      noService,
      { status: 404, code: 'change_not_found', when: 'no change is under way.' },
      { status: 409, code: 'change_move_not_allowed', when: 'its renewal is invoiced, or it is being made.' },
      { status: 409, code: 'payment_under_way', when: 'a payment for its invoice is under way.' },
    ],
  },
] // prettier-ignore
