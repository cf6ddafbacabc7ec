import type { Infer } from '@vinejs/vine/types'
import { refuseField } from '#app/shared/http/refuse_field'
import { newId, readId } from '#app/shared/ids'
import { parseInstant } from '#app/shared/time/calendar'
import type { CouponChanges } from '#app/promotions/actions/update_coupon'
import type { Benefit, CouponTerms } from '#app/promotions/domain/coupon'
import type { createCouponBody, updateCouponBody } from '#app/promotions/http/coupon_validators'

type BenefitOnWire = Infer<typeof createCouponBody>['benefit']

/** A new coupon as the form sends it; what is left out sets no limit. */
export function readNewTerms(body: Infer<typeof createCouponBody>): CouponTerms {
  return {
    periods: null,
    variants: [],
    limitTotal: null,
    limitPerCustomer: null,
    planIds: null,
    intervals: null,
    countries: null,
    minimumAmounts: null,
    isForNewCustomers: false,
    startsAt: null,
    endsAt: null,
    position: 100,
    isExclusive: false,
    ...readChanges(body),
    code: body.code,
    name: body.name,
    benefit: readBenefit(body.benefit),
  }
}

/** Only what was sent is changed. */
export function readChanges(body: Infer<typeof updateCouponBody>): CouponChanges {
  const { variants, plan_ids: planIds } = body
  const changes = {
    name: body.name,
    status: body.status,
    benefit: body.benefit && readBenefit(body.benefit),
    variants: variants?.map((variant) => ({ ...variant, benefit: readBenefit(variant.benefit) })),
    periods: body.periods,
    limitTotal: body.limit_total,
    limitPerCustomer: body.limit_per_customer,
    // An id that is none names a plan that nobody can buy.
    planIds: planIds?.map((id) => readId('plan', id) ?? newId()) ?? planIds,
    intervals: body.intervals,
    countries: body.countries,
    minimumAmounts: body.minimum_amounts,
    isForNewCustomers: body.is_for_new_customers,
    startsAt: readInstant('starts_at', body.starts_at),
    endsAt: readInstant('ends_at', body.ends_at),
    position: body.position,
    isExclusive: body.is_exclusive,
  }
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}

function readBenefit(wire: BenefitOnWire): Benefit {
  switch (wire.kind) {
    case 'percent':
      return { kind: 'percent', percent: wire.percent ?? '' }
    case 'fixed':
      return { kind: 'fixed', amounts: wire.amounts ?? {} }
    case 'free_months':
      return { kind: 'free_months', months: wire.months ?? 0 }
    case 'free_setup':
      return { kind: 'free_setup' }
  }
}

/** A day that is in no calendar is refused: without it the coupon would count at all times. */
function readInstant(
  field: 'starts_at' | 'ends_at',
  text: string | null | undefined
): Date | null | undefined {
  if (text === undefined || text === null) return text
  return parseInstant(text) ?? refuseField(field, 'There is no such instant.')
}
