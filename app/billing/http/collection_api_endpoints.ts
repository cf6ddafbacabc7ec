import type { Endpoint } from '#app/shared/http/endpoint'
import { caseShape, caseTotalsShape } from '#app/billing/http/transformers/collection_transformers'
import {
  caseTotalsQuery,
  handOverForm,
  listCasesQuery,
  takeBackForm,
} from '#app/billing/http/validators/collection_validators'

const Cases = () => import('#app/billing/http/api/collection_cases_controller')
const group = 'Collections'
const read = 'staff:billing:read'
const write = 'staff:billing:write'

export const collectionEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/collection_cases', name: 'collection_cases.index', group, audience: 'staff', ability: read,
    summary: 'List invoices that are or were with a collection agency, newest first, by state and customer',
    controller: [Cases, 'index'], query: listCasesQuery, answers: { status: 200, shape: caseShape, isList: true },
  },
  {
    method: 'GET', path: '/collection_totals', name: 'collection_totals.show', group, audience: 'staff', ability: read,
    summary: 'Show how much was handed over, by state and currency', controller: [Cases, 'totals'], query: caseTotalsQuery,
    answers: { status: 200, shape: caseTotalsShape },
  },
  {
    method: 'PUT', path: '/invoices/:id/collection_case', name: 'invoices.collection_case.update', group, audience: 'staff', ability: write,
    summary: 'Hand an invoice to a collection agency: nothing is charged, mailed or added for it by itself any more',
    controller: [Cases, 'update'], body: handOverForm, answers: { status: 200, shape: caseShape },
    problems: [
      { status: 409, code: 'nothing_unpaid', when: 'nothing of it is unpaid.' },
      { status: 409, code: 'already_handed_over', when: 'an agency has it.' },
      { status: 409, code: 'payment_under_way', when: 'a payment for it is under way.' },
      { status: 409, code: 'too_small', when: 'so little is due that it goes with the next invoice.' },
      { status: 409, code: 'too_early', when: 'it is open, its customer has services, and it has not been due for long enough.' },
    ],
  },
  {
    method: 'DELETE', path: '/invoices/:id/collection_case', name: 'invoices.collection_case.destroy', group, audience: 'staff',
    ability: write, summary: 'Take an invoice back from the agency; one that is open is collected again',
    controller: [Cases, 'destroy'], body: takeBackForm, answers: { status: 200, shape: caseShape },
    problems: [{ status: 409, code: 'not_handed_over', when: 'no agency has it.' }],
  },
] // prettier-ignore
