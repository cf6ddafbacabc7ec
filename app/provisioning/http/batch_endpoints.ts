// Table of data: one row per route.
import { pageQuery } from '#app/shared/http/common_rules'
import type { Endpoint } from '#app/shared/http/endpoint'
import {
  batchItemShape,
  batchPreviewShape,
  batchShape,
} from '#app/provisioning/http/transformers/batch_transformer'
import {
  listBatchItemsQuery,
  previewBatchBody,
  startBatchBody,
} from '#app/provisioning/http/validators/batch_validators'

const Batches = () => import('#app/provisioning/http/api/service_batches_controller')

const noBatch = { status: 404, code: 'batch_not_found', when: 'there is no such batch.' }
const choiceProblems = [
  { status: 422, code: 'nothing_chosen', when: 'no service is chosen.' },
  { status: 422, code: 'too_many', when: 'more services are chosen than one batch takes.' },
]

/** The same done to many services at once. */
export const batchEndpoints: Endpoint[] = [
  {
    method: 'POST', path: '/service-batches/previews', name: 'service_batches.previews.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'See what doing the same to many services would do, and of which it would be refused and why; nothing is done',
    controller: [Batches, 'preview'], body: previewBatchBody, answers: { status: 200, shape: batchPreviewShape }, problems: choiceProblems,
  },
  {
    method: 'POST', path: '/service-batches', name: 'service_batches.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Do the same to many services in the background: place or take back a hold, switch them, or look at them',
    controller: [Batches, 'store'], body: startBatchBody, answers: { status: 202, shape: batchShape }, problems: choiceProblems, isIdempotent: true,
  },
  {
    method: 'GET', path: '/service-batches', name: 'service_batches.index', group: 'Services', audience: 'staff', ability: 'staff:services:read',
    summary: 'List what was done to many services at once, the latest first, with how far it is',
    controller: [Batches, 'index'], query: pageQuery, answers: { status: 200, shape: batchShape, isList: true },
  },
  {
    method: 'GET', path: '/service-batches/:id', name: 'service_batches.show', group: 'Services', audience: 'staff', ability: 'staff:services:read',
    summary: 'Show how far something is that is done to many services',
    controller: [Batches, 'show'], answers: { status: 200, shape: batchShape }, problems: [noBatch],
  },
  {
    method: 'GET', path: '/service-batches/:id/items', name: 'service_batches.items.index', group: 'Services', audience: 'staff', ability: 'staff:services:read',
    summary: 'List what became of each service, of one state where asked for',
    controller: [Batches, 'items'], query: listBatchItemsQuery, answers: { status: 200, shape: batchItemShape, isList: true }, problems: [noBatch],
  },
  {
    method: 'POST', path: '/service-batches/:id/repeats', name: 'service_batches.repeats.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Do the same again to those with which it did not work, as a new batch',
    controller: [Batches, 'repeat'], answers: { status: 202, shape: batchShape }, isIdempotent: true,
    problems: [noBatch, { status: 409, code: 'nothing_to_repeat', when: 'it worked, or goes on, with all of them.' }],
  },
  {
    method: 'POST', path: '/service-batches/:id/stops', name: 'service_batches.stops.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Leave alone those of which nothing was asked yet; what was asked goes on',
    controller: [Batches, 'stop'], answers: { status: 200, shape: batchShape },
    problems: [noBatch, { status: 409, code: 'batch_ended', when: 'all of them were asked, or it was stopped.' }],
  },
] // prettier-ignore
