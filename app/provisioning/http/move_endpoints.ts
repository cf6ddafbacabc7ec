// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import {
  costShape,
  marginShape,
  marginSummaryShape,
  moveShape,
  serviceMarginShape,
} from '#app/provisioning/http/transformers/move_transformer'
import {
  endCostBody,
  listCostsQuery,
  listMarginsQuery,
  moveServiceBody,
  setCostBody,
  sumMarginsQuery,
} from '#app/provisioning/http/validators/move_validators'

const Moves = () => import('#app/provisioning/http/api/service_moves_controller')
const Costs = () => import('#app/provisioning/http/api/upstream_costs_controller')
const Margins = () => import('#app/provisioning/http/api/margins_controller')
const noService = { status: 404, code: 'service_not_found', when: 'there is no such service.' }

/** Where services stand and stood, what they cost, and what is left. */
export const moveEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/services/:id/moves', name: 'services.moves.index', group: 'Services', audience: 'staff', ability: 'staff:services:read',
    summary: 'Where a service stood before, the latest move first', controller: [Moves, 'index'],
    answers: { status: 200, shape: moveShape, isList: true }, problems: [noService],
  },
  {
    method: 'POST', path: '/services/:id/moves', name: 'services.moves.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Write down that a service stands on another panel or machine; it is looked at there, and its billing stays as it is',
    controller: [Moves, 'store'], body: moveServiceBody, answers: { status: 201, shape: moveShape },
    problems: [
      noService,
      { status: 404, code: 'panel_not_found', when: 'there is no such panel.' },
      { status: 409, code: 'service_has_no_server', when: 'it has no server yet, or no longer.' },
      { status: 409, code: 'work_under_way', when: 'something is being done to it.' },
      { status: 422, code: 'other_panel_kind', when: 'the panel is of another kind.' },
      { status: 422, code: 'nothing_moved', when: 'it stands there already, and no machine is named.' },
      { status: 422, code: 'reference_taken', when: 'another service is linked to that server.' },
      { status: 422, code: 'server_not_there', when: 'the panel knows no such server.' },
      { status: 503, code: 'panel_unavailable', when: 'the panel does not answer as it should.' },
    ],
  },
  {
    method: 'GET', path: '/services/:id/margin', name: 'services.margin.show', group: 'Costs', audience: 'staff', ability: 'staff:billing:read',
    summary: 'What a service brings in a month, what is paid for it today, and what is left where that can be said',
    controller: [Margins, 'show'], answers: { status: 200, shape: marginShape }, problems: [noService],
  },
  {
    method: 'GET', path: '/margins', name: 'margins.index', group: 'Costs', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List what each running service brings in a month, what is paid for it today, and what is left; of one `panel` or `plan`, or only what makes a `loss`, where asked for',
    controller: [Margins, 'index'], query: listMarginsQuery, answers: { status: 200, shape: serviceMarginShape, isList: true },
  },
  {
    method: 'GET', path: '/margin-summary', name: 'margin_summary.show', group: 'Costs', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Add up what running services of each plan bring, cost and leave in a month, the least that is left first',
    controller: [Margins, 'summary'], query: sumMarginsQuery, answers: { status: 200, shape: marginSummaryShape },
  },
  {
    method: 'GET', path: '/upstream-costs', name: 'upstream_costs.index', group: 'Costs', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List what is paid in a month for panels, plans and addresses, the latest first', controller: [Costs, 'index'], query: listCostsQuery,
    answers: { status: 200, shape: costShape, isList: true },
  },
  {
    method: 'POST', path: '/upstream-costs', name: 'upstream_costs.store', group: 'Costs', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Write down what is paid in a month for a panel, for each service of a plan, or for each address of a pool, from a day on',
    controller: [Costs, 'store'], body: setCostBody, answers: { status: 201, shape: costShape },
    problems: [
      { status: 422, code: 'target_not_found', when: 'there is no such panel, plan or pool.' },
      { status: 422, code: 'days_taken', when: 'another cost of it holds within these days.' },
    ],
  },
  {
    method: 'PATCH', path: '/upstream-costs/:id', name: 'upstream_costs.update', group: 'Costs', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Set the first day on which a cost holds no longer, or none', controller: [Costs, 'update'], body: endCostBody,
    answers: { status: 200, shape: costShape },
    problems: [
      { status: 404, code: 'cost_not_found', when: 'there is no such cost.' },
      { status: 422, code: 'ends_before_it_begins', when: 'the day is not after its first one.' },
      { status: 422, code: 'days_taken', when: 'another cost of it holds within these days.' },
    ],
  },
  {
    method: 'DELETE', path: '/upstream-costs/:id', name: 'upstream_costs.destroy', group: 'Costs', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Take back a cost that was written down', controller: [Costs, 'destroy'], answers: { status: 204, shape: null },
    problems: [{ status: 404, code: 'cost_not_found', when: 'there is no such cost.' }],
  },
] // prettier-ignore
