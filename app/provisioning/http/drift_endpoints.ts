// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import {
  comparisonBegunShape,
  driftPreviewShape,
  driftShape,
  panelDriftShape,
} from '#app/provisioning/http/transformers/drift_transformer'
import { staffServiceShape } from '#app/provisioning/http/transformers/service_transformer'
import { adoptServerBody, ignoreDriftsBody, listDriftsQuery, previewDriftsBody, repairDriftsBody } from '#app/provisioning/http/validators/drift_validators' // prettier-ignore

const Drifts = () => import('#app/provisioning/http/api/drifts_controller')
const Settlements = () => import('#app/provisioning/http/api/drift_settlements_controller')
const Adoptions = () => import('#app/provisioning/http/api/adoptions_controller')

const noDrift = { status: 404, code: 'drift_not_found', when: 'there is no such difference.' }
const notPossible = { status: 409, code: 'repair_not_possible', when: 'one of them is settled, under way, or of a kind that knows no such repair.' } // prettier-ignore

const ofAll = [
  { status: 422, code: 'nothing_chosen', when: 'there is nothing with which it can be done.' },
  { status: 422, code: 'too_many', when: 'the list shows more than are done at once.' },
]
const changed = { status: 409, code: 'choice_changed', when: 'there are more or fewer by now than `expected_count`: look again.' } // prettier-ignore

/** What stands on panels, compared with what is sold. */
export const driftEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/drifts', name: 'drifts.index', group: 'Drift', audience: 'staff', ability: 'staff:operations:read',
    summary: 'List what differs between panels and what is sold, with its worth in a month and the repairs that are possible; `q` looks for part of a name, or a reference',
    controller: [Drifts, 'index'], query: listDriftsQuery, answers: { status: 200, shape: driftShape, isList: true },
  },
  {
    method: 'GET', path: '/drifts/:id', name: 'drifts.show', group: 'Drift', audience: 'staff', ability: 'staff:operations:read',
    summary: 'Show one difference', controller: [Drifts, 'show'], answers: { status: 200, shape: driftShape }, problems: [noDrift],
  },
  {
    method: 'GET', path: '/drift-summary', name: 'drift_summary.show', group: 'Drift', audience: 'staff', ability: 'staff:operations:read',
    summary: 'How each panel stands: when it was compared last, and what is open by kind',
    controller: [Drifts, 'summary'], answers: { status: 200, shape: panelDriftShape, isList: true },
  },
  {
    method: 'POST', path: '/panels/:id/comparisons', name: 'panels.comparisons.store', group: 'Drift', audience: 'staff',
    ability: 'staff:operations:write', summary: 'Have a panel compared now; it happens in the background',
    controller: [Drifts, 'begin'], answers: { status: 202, shape: comparisonBegunShape },
    problems: [{ status: 404, code: 'panel_not_found', when: 'there is no such panel.' }],
  },
  {
    method: 'POST', path: '/drifts/previews', name: 'drifts.previews.store', group: 'Drift', audience: 'staff', ability: 'staff:operations:write',
    summary: 'See what repairing some, or all that a list shows, would do and what it is worth, and which are left out and why; nothing is done',
    controller: [Settlements, 'preview'], body: previewDriftsBody, answers: { status: 200, shape: driftPreviewShape }, problems: ofAll,
  },
  {
    method: 'POST', path: '/drifts/repairs', name: 'drifts.repairs.store', group: 'Drift', audience: 'staff', ability: 'staff:operations:write',
    summary: 'Repair differences in the background, each as proposed or all in one way: all of `drift_ids` or none, or with `expected_count` those of which the preview said that it can be done',
    controller: [Settlements, 'repair'], body: repairDriftsBody, answers: { status: 202, shape: driftShape, isList: true },
    problems: [noDrift, notPossible, changed, ...ofAll, { status: 403, code: 'billing_right_needed', when: 'billing would be ended without the right to change it.' }],
  },
  {
    method: 'POST', path: '/drifts/dismissals', name: 'drifts.dismissals.store', group: 'Drift', audience: 'staff', ability: 'staff:operations:write',
    summary: 'Leave differences as they are, and say why', controller: [Settlements, 'ignore'], body: ignoreDriftsBody,
    answers: { status: 200, shape: driftShape, isList: true }, problems: [noDrift, notPossible, changed, ...ofAll],
  },
  {
    method: 'POST', path: '/drifts/:id/adoption', name: 'drifts.adoption.store', group: 'Drift', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Take a server that nobody is billed for into billing: for whom, as which plan, and from which day on',
    controller: [Adoptions, 'store'], body: adoptServerBody, answers: { status: 201, shape: staffServiceShape },
    problems: [noDrift, notPossible, { status: 503, code: 'panel_unavailable', when: 'the panel does not answer as it should.' }],
  },
] // prettier-ignore
