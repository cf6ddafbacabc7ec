import type { Endpoint } from '#app/shared/http/endpoint'
import {
  preparedMoveShape,
  priceMoveShape,
} from '#app/subscriptions/http/transformers/price_move_transformers'
import {
  applyConversionBody,
  conversionShape,
  previewConversionBody,
} from '#app/subscriptions/http/validators/price_conversion_validators'
import {
  createPriceMoveBody,
  listPriceMovesQuery,
  previewPriceMoveBody,
  withdrawPriceMoveBody,
} from '#app/subscriptions/http/validators/price_move_validators'

const Conversions = () => import('#app/subscriptions/http/api/price_conversions_controller')
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
  { status: 422, code: 'several_versions', when: 'two of the prices are versions of one.' },
  { status: 422, code: 'nobody_affected', when: 'nobody pays by an older version of these prices.' },
  {
    status: 422,
    code: 'starts_on_too_early',
    when: 'the day leaves less than the days of notice, or lies before the version.',
  },
  { status: 422, code: 'starts_on_too_far', when: 'the day is more than two years ahead.' },
]

const noProduct = { status: 404, code: 'product_not_found', when: 'there is no such product.' }
const conversionRefusals = [
  { status: 422, code: 'currency_unknown', when: 'one of the currencies is none of ISO 4217.' },
  { status: 422, code: 'same_currency', when: 'both currencies are the same.' },
  { status: 422, code: 'rate_invalid', when: 'the rate is no decimal above zero.' },
  { status: 422, code: 'rate_unknown', when: 'no daily rate is kept for one of the currencies.' },
  { status: 422, code: 'valid_from_past', when: 'the first day is over, too far ahead, or no date.' },
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
  {
    method: 'POST', path: '/products/:id/price-conversions/preview', name: 'price_conversions.preview', group: 'Catalogue', audience: 'staff',
    ability: 'staff:catalogue:read', controller: [Conversions, 'preview'], body: previewConversionBody,
    summary: 'Say which prices of a product would differ if one currency were derived from another; nothing is kept',
    answers: { status: 200, shape: conversionShape }, problems: [noProduct, ...conversionRefusals],
  },
  {
    method: 'POST', path: '/products/:id/price-conversions', name: 'price_conversions.store', group: 'Catalogue', audience: 'staff',
    ability: 'staff:catalogue:write', isIdempotent: true, controller: [Conversions, 'store'], body: applyConversionBody,
    summary: 'Derive the prices of a product in one currency from those in another, as previewed, as new versions',
    answers: { status: 200, shape: conversionShape },
    problems: [noProduct, ...conversionRefusals, { status: 409, code: 'preview_differs', when: 'the rate or the prices are others than the preview said.' }],
  },
] // prettier-ignore
