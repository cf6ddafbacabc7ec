import type { HttpContext } from '@adonisjs/core/http'
import { explainCoupon, explainFault } from '#app/checkout/index'
import { sendProblem } from '#app/shared/http/problem'
import type { AcceptOfferError, OrderOfferError } from '#app/offers/actions/answer_offer'
import type { DraftOfferError } from '#app/offers/actions/draft_offer'
import type { SendOfferError } from '#app/offers/actions/send_offer'
import type { WithdrawOfferError } from '#app/offers/actions/withdraw_offer'
import type { OfferFault } from '#app/offers/queries/price_offer'

export type OfferRefusal =
  DraftOfferError | SendOfferError | WithdrawOfferError | AcceptOfferError | OrderOfferError

const invalid: OfferRefusal['type'][] = [
  'terms_not_accepted',
  'address_missing',
  'method_needed',
  'validity_over',
  'country_missing',
]

/** How each refusal about an offer looks to programs and to the pages that ask like them, in the reader's language. */
export function refuseOffer(ctx: HttpContext, error: OfferRefusal): void {
  if (error.type === 'offer_not_found') return sendOfferNotFound(ctx)
  if (error.type === 'terms_refused') return refuseTerms(ctx, error.faults)
  const field = fields[error.type]
  const detail = tellRefusal(ctx, error)
  if (error.type === 'coupons_refused') {
    const errors = error.coupons.map((coupon) => ({ field: 'coupons', message: `${coupon.code}: ${explainCoupon(ctx, coupon).message}` })) // prettier-ignore
    return sendProblem(ctx, { status: 422, code: error.type, detail, errors })
  }
  const status = invalid.includes(error.type) || error.type === 'customer_not_found' ? 422 : 409
  return sendProblem(ctx, { status, code: error.type, detail, field })
}

/** The refusal as one sentence. */
export function tellRefusal(ctx: HttpContext, error: OfferRefusal): string {
  const status = 'status' in error ? ctx.i18n.t(`offers.statuses.${error.status}`) : ''
  return ctx.i18n.t(`offers.refused.${error.type}`, { status })
}

const fields: Partial<Record<OfferRefusal['type'], string>> = {
  terms_not_accepted: 'accepts_terms',
  validity_over: 'valid_until',
  customer_not_found: 'customer_id',
  country_missing: 'customer_id',
}

function refuseTerms(ctx: HttpContext, faults: OfferFault[]): void {
  const detail = ctx.i18n.t('validator.offer_refused.terms_refused')
  const errors = faults.map((fault) => explainOfferFault(ctx, fault))
  return sendProblem(ctx, { status: 422, code: 'terms_refused', detail, errors })
}

/** Each complaint at its field: `items.0.options.ipv4`. */
export function explainOfferFault(ctx: HttpContext, fault: OfferFault): { field: string; message: string } {
  switch (fault.type) {
    case 'configuration':
      return explainFault(ctx, fault.fault, `items.${fault.at}.`)
    case 'price_unknown':
      return {
        field: `items.${fault.at}.prices.${fault.price}`,
        message: ctx.i18n.t('validator.offer_refused.price_unknown'),
      }
    case 'above_own_limit':
      return {
        field: `items.${fault.at}.prices`,
        message: ctx.i18n.t('validator.offer_refused.above_own_limit'),
      }
    case 'nothing_offered':
      return { field: 'items', message: ctx.i18n.t('validator.offer_refused.nothing_offered') }
    case 'too_many_servers':
      return {
        field: 'items',
        message: ctx.i18n.t('validator.offer_refused.too_many_servers', { most: fault.most }),
      }
  }
}

export function sendOfferNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'offer_not_found', detail: ctx.i18n.t('offers.refused.offer_not_found') }) // prettier-ignore
}
