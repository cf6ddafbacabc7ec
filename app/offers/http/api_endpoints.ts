import type { Endpoint } from '#app/shared/http/endpoint'
import { acceptanceShape, offerShape, pricedTermsShape, sentOfferShape, staffOfferShape } from '#app/offers/http/offer_transformer' // prettier-ignore
import {
  acceptOfferForm,
  changedOfferForm,
  declineOfferForm,
  listOffersQuery,
  newOfferForm,
  sendOfferForm,
} from '#app/offers/http/offer_validators'

const Offers = () => import('#app/offers/http/api/offers_controller')
const Previews = () => import('#app/offers/http/api/offer_previews_controller')
const Steps = () => import('#app/offers/http/api/offer_steps_controller')
const Answers = () => import('#app/offers/http/api/offer_answers_controller')
const Documents = () => import('#app/offers/http/api/offer_documents_controller')

const group = 'Offers'
const none = { status: 404, code: 'offer_not_found', when: 'there is no such quote that you may see.' }
const refusedTerms = { status: 422, code: 'terms_refused', when: 'something cannot be offered so; each complaint names its field.' } // prettier-ignore
const over = [
  { status: 409, code: 'offer_accepted', when: 'it was accepted before.' },
  { status: 409, code: 'offer_declined', when: 'it was declined before.' },
  { status: 409, code: 'offer_expired', when: 'its last day is over.' },
  { status: 409, code: 'offer_withdrawn', when: 'staff took it back.' },
  { status: 409, code: 'offer_superseded', when: 'a newer version took its place.' },
]
const moved = { status: 409, code: 'offer_move_not_allowed', when: 'it is not in a state for that.' }
const ordered = { status: 409, code: 'offer_ordered', when: 'it became an order.' }
const stale = { status: 409, code: 'draft_changed_meanwhile', when: 'somebody saved it since you read it.' }

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/offers', name: 'offers.index', group, audience: 'both',
    ability: { customer: 'billing:read', staff: 'staff:billing:read' }, summary: 'List quotes that staff made, newest first',
    controller: [Offers, 'index'], query: listOffersQuery, answers: { status: 200, shape: offerShape, isList: true },
  },
  {
    method: 'GET', path: '/offers/:id', name: 'offers.show', group, audience: 'customer', ability: 'billing:read',
    summary: 'Show a quote that was sent to you', controller: [Offers, 'show'], answers: { status: 200, shape: sentOfferShape }, problems: [none],
  },
  {
    method: 'GET', path: '/offers/:id', name: 'offers.show_to_staff', group, audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show a quote; of a draft what it would cost now', controller: [Offers, 'show'], answers: { status: 200, shape: staffOfferShape },
    problems: [none],
  },
  {
    method: 'GET', path: '/offers/:id/pdf', name: 'offer_documents.show', group, audience: 'both',
    ability: { customer: 'billing:read', staff: 'staff:billing:read' }, summary: 'Download a quote that was sent as a PDF',
    controller: [Documents, 'show'], answers: { status: 200, shape: null, contentType: 'application/pdf' }, problems: [none],
  },
  {
    method: 'POST', path: '/offers', name: 'offers.store', group, audience: 'staff', ability: 'staff:billing:write',
    summary: 'Begin a quote for a customer, or for somebody by e-mail address', controller: [Offers, 'store'], body: newOfferForm,
    answers: { status: 201, shape: staffOfferShape },
    problems: [{ status: 422, code: 'customer_not_found', when: 'there is no such customer.' }], isIdempotent: true,
  },
  {
    method: 'POST', path: '/offer_previews', name: 'offer_previews.store', group, audience: 'staff', ability: 'staff:billing:read',
    summary: 'Ask what a quote would cost; nothing is kept', controller: [Previews, 'store'], body: newOfferForm,
    answers: { status: 200, shape: pricedTermsShape }, problems: [refusedTerms],
  },
  {
    method: 'PUT', path: '/offers/:id', name: 'offers.update', group, audience: 'staff', ability: 'staff:billing:write',
    summary: 'Change a quote that was not sent yet', controller: [Offers, 'update'], body: changedOfferForm,
    answers: { status: 200, shape: staffOfferShape },
    problems: [none, stale, { status: 409, code: 'offer_not_draft', when: 'it was sent already.' }],
  },
  {
    method: 'POST', path: '/offers/:id/sending', name: 'offer_sendings.store', group, audience: 'staff', ability: 'staff:billing:write',
    summary: 'Seal a quote and mail it; it takes the place of its earlier version', controller: [Steps, 'send'], body: sendOfferForm,
    answers: { status: 200, shape: staffOfferShape },
    problems: [none, moved, ordered, stale, refusedTerms,
      { status: 409, code: 'earlier_version_ordered', when: 'an earlier version became an order.' },
      { status: 422, code: 'coupons_refused', when: 'a coupon cannot be used.' },
      { status: 422, code: 'validity_over', when: 'its last day lies in the past.' },
      { status: 422, code: 'country_missing', when: 'the country of the customer is not known, so neither is the tax.' }],
    isIdempotent: true,
  },
  {
    method: 'POST', path: '/offers/:id/withdrawal', name: 'offer_withdrawals.store', group, audience: 'staff', ability: 'staff:billing:write',
    summary: 'Take a quote or a draft of one back', controller: [Steps, 'withdraw'], answers: { status: 200, shape: staffOfferShape },
    problems: [none, moved, ordered], isIdempotent: true,
  },
  {
    method: 'POST', path: '/offers/:id/revisions', name: 'offer_revisions.store', group, audience: 'staff', ability: 'staff:billing:write',
    summary: 'Begin the next version of a quote that was sent', controller: [Steps, 'revise'], answers: { status: 201, shape: staffOfferShape },
    problems: [none, { status: 409, code: 'draft_exists', when: 'its next version is being written already.' },
      { status: 409, code: 'offer_not_revisable', when: 'it is a draft, superseded, or became an order.' }],
    isIdempotent: true,
  },
  {
    method: 'POST', path: '/offers/:id/copies', name: 'offer_copies.store', group, audience: 'staff', ability: 'staff:billing:write',
    summary: 'Begin another quote with the same words, in whatever state this one is', controller: [Steps, 'copy'],
    answers: { status: 201, shape: staffOfferShape }, problems: [none], isIdempotent: true,
  },
  {
    method: 'POST', path: '/offers/:id/acceptance', name: 'offer_acceptances.store', group, audience: 'customer', ability: 'orders:write',
    summary: 'Accept a quote: an order at exactly its prices', controller: [Answers, 'accept'], body: acceptOfferForm,
    answers: { status: 200, shape: acceptanceShape },
    problems: [none, ...over,
      { status: 409, code: 'country_differs', when: 'you live in another country than the quote was made for.' },
      { status: 409, code: 'currency_differs', when: 'you pay in another currency than the quote was made in.' },
      { status: 409, code: 'tax_differs', when: 'your tax is not what the quote says any more.' },
      { status: 409, code: 'coupon_used_up', when: 'a coupon of the quote was used up since.' },
      { status: 422, code: 'terms_not_accepted', when: '"accepts_terms" is not true.' }],
    isIdempotent: true,
  },
  {
    method: 'POST', path: '/offers/:id/refusal', name: 'offer_refusals.store', group, audience: 'customer', ability: 'orders:write',
    summary: 'Decline a quote', controller: [Answers, 'decline'], body: declineOfferForm, answers: { status: 200, shape: offerShape },
    problems: [none, ...over], isIdempotent: true,
  },
] // prettier-ignore
