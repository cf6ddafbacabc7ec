import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { CreateCoupon } from '#app/promotions/actions/create_coupon'
import { UpdateCoupon } from '#app/promotions/actions/update_coupon'
import type { TermsFault } from '#app/promotions/domain/check_terms'
import { presentCoupon, presentResult } from '#app/promotions/http/coupon_transformer'
import { createCouponBody, listCouponsQuery, updateCouponBody } from '#app/promotions/http/coupon_validators'
import { readChanges, readNewTerms } from '#app/promotions/http/read_terms'
import { findCouponById, listCoupons } from '#app/promotions/queries/list_coupons'
import { reportCoupon } from '#app/promotions/queries/report_coupon'

/** Coupons, by staff. */
@inject()
export default class CouponsController {
  constructor(
    private createCoupon: CreateCoupon,
    private updateCoupon: UpdateCoupon
  ) {}

  async index(ctx: HttpContext) {
    const { status, q, cursor, limit } = await ctx.request.validateUsing(listCouponsQuery)
    return toListAnswer(
      await listCoupons({ status, search: q, cursor, size: pageSize(limit) }),
      presentCoupon
    )
  }

  async show(ctx: HttpContext) {
    const id = readId('coupon', ctx.params.id)
    const coupon = id ? await findCouponById(id) : null
    if (!coupon) return sendNotFound(ctx)
    return { ...presentCoupon(coupon), results: (await reportCoupon(coupon)).map(presentResult) }
  }

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(createCouponBody)
    const result = await this.createCoupon.execute(readNewTerms(body))
    if (result.ok) return presentCoupon(result.value)
    if (result.error.type === 'terms_refused') return sendFaults(ctx, result.error.faults)
    const message = ctx.i18n.t('promotions.refused.code_taken')
    return sendProblem(ctx, {
      status: 409,
      code: 'code_taken',
      detail: message,
      errors: [{ field: 'code', message }],
    })
  }

  async update(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(updateCouponBody)
    const id = readId('coupon', ctx.params.id)
    const result = id ? await this.updateCoupon.execute(id, readChanges(body)) : null
    if (result?.ok) return presentCoupon(result.value)
    return result?.error.type === 'terms_refused' ? sendFaults(ctx, result.error.faults) : sendNotFound(ctx)
  }
}

function sendNotFound(ctx: HttpContext): void {
  return sendProblem(ctx, { status: 404, code: 'coupon_not_found', detail: 'There is no such coupon.' })
}

function sendFaults(ctx: HttpContext, faults: TermsFault[]): void {
  return sendProblem(ctx, {
    status: 422,
    code: 'terms_refused',
    detail: ctx.i18n.t('promotions.refused.terms_refused'),
    errors: faults.map(({ field, type }) => ({ field, message: ctx.i18n.t(`promotions.refused.${type}`) })),
  })
}
