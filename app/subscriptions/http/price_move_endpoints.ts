import type { Endpoint } from '#app/shared/http/endpoint'
import {
  preparedMoveShape,
  priceMoveShape,
} from '#app/subscriptions/http/transformers/price_move_transformers'
import {
  createPriceMoveBody,
  listPriceMovesQuery,
  previewPriceMoveBody,
  withdrawPriceMoveBody,
} from '#app/subscriptions/http/validators/price_move_validators'

const PriceMoves = () => import('#app/subscriptions/http/api/price_moves_controller')

const group = 'Price moves'
const read = 'staff:billing:read'
const write = 'staff:billing:write'
const noMove = { status: 404, code: 'move_not_found', when: 'there is no such move.' }
const over = {
  status: 409,
  code: 'move_over',
  when: 'it was withdrawn, or everybody is charged by the new prices.',
}
const refusals = [
  { status: 422, code: 'price_not_found', when: 'one of the prices does not exist, or is over.' },
  { status: 422, code: 'several_currencies', when: 'the prices are in more than one currency.' },
  { status: 422, code: 'nobody_affected', when: 'nobody pays by an older version of these prices.' },
  {
    status: 422,
    code: 'starts_on_too_early',
    when: 'the day leaves less than the days of notice, or lies before the version.',
  },
  { status: 422, code: 'starts_on_too_far', when: 'the day is more than two years ahead.' },
]

/** Moving existing customers to newer versions of prices. */
export const priceMoveEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/price-moves', name: 'price_moves.index', group, audience: 'staff', ability: read,
    summary: 'List moves of customers to newer prices, newest first', controller: [PriceMoves, 'index'], query: listPriceMovesQuery,
    answers: { status: 200, shape: priceMoveShape, isList: true },
  },
  {
    method: 'GET', path: '/price-moves/:id', name: 'price_moves.show', group, audience: 'staff', ability: read,
    summary: 'Show a move and how far it came', controller: [PriceMoves, 'show'],
    answers: { status: 200, shape: priceMoveShape }, problems: [noMove],
  },
  {
    method: 'POST', path: '/price-moves/preview', name: 'price_moves.preview', group, audience: 'staff', ability: read,
    summary: 'Say whom a move to these versions of prices would concern and what they would pay; nothing is kept',
    controller: [PriceMoves, 'preview'], body: previewPriceMoveBody,
    answers: { status: 200, shape: preparedMoveShape }, problems: refusals,
  },
  {
    method: 'POST', path: '/price-moves', name: 'price_moves.store', group, audience: 'staff', ability: write, isIdempotent: true,
    summary: 'Move whoever pays by older versions of these prices to them, as previewed, with notice to those who pay more',
    controller: [PriceMoves, 'store'], body: createPriceMoveBody, answers: { status: 201, shape: priceMoveShape },
    problems: [...refusals, { status: 409, code: 'preview_differs', when: 'it would concern others than the preview said.' }],
  },
  {
    method: 'POST', path: '/price-moves/:id/withdrawal', name: 'price_moves.withdrawal.store', group, audience: 'staff', ability: write,
    summary: 'Withdraw a move: who was not charged by the new price keeps the agreed one, and is told again', isIdempotent: true,
    controller: [PriceMoves, 'destroy'], body: withdrawPriceMoveBody, answers: { status: 200, shape: priceMoveShape },
    problems: [noMove, over],
  },
] // prettier-ignore
