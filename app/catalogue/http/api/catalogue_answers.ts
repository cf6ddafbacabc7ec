import type { HttpContext } from '@adonisjs/core/http'
import type { VersionFault } from '#app/catalogue/domain/price_version'
import { fieldOfFault } from '#app/catalogue/http/price_wire'
import type { SizeFault } from '#app/catalogue/domain/kinds/size_field'
import { toWire } from '#app/catalogue/http/spec_wire'
import { presentProductToStaff } from '#app/catalogue/http/staff_product_transformer'
import { loadCatalogue } from '#app/catalogue/queries/load_catalogue'
import { sendProblem } from '#app/shared/http/problem'

/** After each change: the whole product as it stands now, found by its own id or by that of a part. */
export async function answerWithProductOf(partId: string) {
  const { products } = await loadCatalogue()
  const product = products.find(
    ({ id, plans, options }) =>
      id === partId ||
      plans.some((plan) => plan.id === partId) ||
      options.some((option) => option.id === partId || option.values.some((value) => value.id === partId))
  )
  if (!product) throw new Error(`No product has the part ${partId}`)
  return presentProductToStaff(product)
}

type Refusal =
  | 'product_not_found'
  | 'plan_not_found'
  | 'option_not_found'
  | 'value_not_found'
  | 'slug_taken'
  | 'code_taken'
  | 'currency_unknown'
  | 'range_empty'
  | 'price_not_found'
  | 'price_ended'
  | 'tiers_not_possible'
  | 'valid_from_invalid'

/** What is said of prices has texts of its own: the shop's pages, which carry those of the catalogue, need none of it. */
const refusals: Record<Refusal, { status: number; field?: string; texts?: 'prices' }> = {
  product_not_found: { status: 404 },
  plan_not_found: { status: 404 },
  option_not_found: { status: 404 },
  value_not_found: { status: 404 },
  slug_taken: { status: 409, field: 'slug' },
  code_taken: { status: 409, field: 'code' },
  currency_unknown: { status: 422, field: 'currency' },
  range_empty: { status: 422, field: 'maximum' },
  price_not_found: { status: 404, texts: 'prices' },
  price_ended: { status: 409, texts: 'prices' },
  tiers_not_possible: { status: 422, field: 'tiered.model', texts: 'prices' },
  valid_from_invalid: { status: 422, field: 'valid_from', texts: 'prices' },
}

/** A version of a price that cannot be, with a complaint at each field. */
export function refuseVersion(
  ctx: HttpContext,
  faults: VersionFault[],
  { isWithinBody = false }: { isWithinBody?: boolean } = {}
): void {
  const errors = faults.map((fault) => ({
    field: isWithinBody ? fault.field : fieldOfFault(fault),
    message: ctx.i18n.t(`prices.refused.${fault.type}`),
  }))
  return sendProblem(ctx, { status: 422, code: 'price_refused', detail: errors[0]!.message, errors })
}

/** Sizes that a product of its kind cannot have, with a complaint at each. */
export function refuseSizes(ctx: HttpContext, faults: readonly SizeFault[]): void {
  const errors = faults.map(({ field, message }) => ({ field: `spec.${toWire(field)}`, message }))
  return sendProblem(ctx, { status: 422, code: 'sizes_refused', detail: errors[0]!.message, errors })
}

export function refuseChange(ctx: HttpContext, code: Refusal): void {
  const { status, field, texts = 'catalogue' } = refusals[code]
  const detail = ctx.i18n.t(`${texts}.refused.${code}`)
  return sendProblem(ctx, { status, code, detail, field })
}
