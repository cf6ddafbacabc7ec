// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import { pageQuery } from '#app/shared/http/common_rules'
import { replayDetailsShape, replayShape } from '#app/billing/http/transformers/replay_transformers'
import { replayForm, replayQuery } from '#app/billing/http/validators/replay_validators'

const Replays = () => import('#app/billing/http/api/replays_controller')

const group = 'Replays'
const ability = 'staff:billing:read'

export const replayEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/replays', name: 'replays.index', group, audience: 'staff', ability,
    summary: 'List replays of past months, newest first', controller: [Replays, 'index'], query: pageQuery,
    answers: { status: 200, shape: replayShape, isList: true },
  },
  {
    method: 'GET', path: '/replays/:id', name: 'replays.show', group, audience: 'staff', ability,
    summary: 'Show a replay: how far it is, the sums beside those of then, and the invoices that differ, largest difference first (2,000 at most), of those by `q` (name or number of the customer, reference) and `customer_id`',
    controller: [Replays, 'show'], query: replayQuery, answers: { status: 200, shape: replayDetailsShape },
    problems: [{ status: 404, code: 'replay_not_found', when: 'there is no such replay.' }],
  },
  {
    method: 'POST', path: '/replays', name: 'replays.store', group, audience: 'staff', ability, isIdempotent: true,
    summary: 'Price the invoices of past months again under other prices, taxes or proration; nothing that was billed changes',
    controller: [Replays, 'store'], body: replayForm, answers: { status: 201, shape: replayDetailsShape },
    problems: [
      { status: 422, code: 'months_impossible', when: 'there is no such month, or the last lies before the first.' },
      { status: 422, code: 'months_ahead', when: 'the last month has not begun.' },
      { status: 422, code: 'plan_price_unknown', when: 'a plan never had a price in that currency for that interval, or there is no such plan.' },
      { status: 422, code: 'too_many_months', when: 'it is about more than 36 months.' },
      { status: 422, code: 'percent_out_of_range', when: 'a price differs by less than -100 or more than 1000 percent, or a tax is 100 percent or more.' },
    ],
  },
] // prettier-ignore
