import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { CreatePlan } from '#app/catalogue/actions/create_plan'
import { UpdatePlan } from '#app/catalogue/actions/update_plan'
import { withoutEmptyTexts } from '#app/catalogue/domain/translation'
import { answerWithProductOf, refuseChange, refuseSizes } from '#app/catalogue/http/api/catalogue_answers'
import { createPlanBody, updatePlanBody } from '#app/catalogue/http/catalogue_validators'
import { fromWire } from '#app/catalogue/http/spec_wire'
import { readId } from '#app/shared/ids'

/** Sizes of a product. */
@inject()
export default class PlansController {
  constructor(
    private createPlan: CreatePlan,
    private updatePlan: UpdatePlan
  ) {}

  async store(ctx: HttpContext) {
    const {
      spec,
      panel_package,
      panel_driver,
      description = '',
      ...body
    } = await ctx.request.validateUsing(createPlanBody)
    const productId = readId('product', ctx.params.id)
    if (!productId) return refuseChange(ctx, 'product_not_found')
    const result = await this.createPlan.execute(productId, {
      ...body,
      description,
      sizes: fromWire(spec),
      panelDriver: panel_driver,
      panelPackage: panel_package,
    })
    if (result.ok) return answerWithProductOf(result.value)
    const { error } = result
    return error.type === 'sizes_refused' ? refuseSizes(ctx, error.faults) : refuseChange(ctx, error.type)
  }

  async update(ctx: HttpContext) {
    const { spec, panel_package, translations, trial, ...changes } =
      await ctx.request.validateUsing(updatePlanBody)
    const planId = readId('plan', ctx.params.id)
    if (!planId) return refuseChange(ctx, 'plan_not_found')
    const result = await this.updatePlan.execute(planId, {
      ...changes,
      ...(spec ? { sizes: fromWire(spec) } : {}),
      ...(translations ? { translations: withoutEmptyTexts(translations) } : {}),
      ...(panel_package ? { panelPackage: panel_package } : {}),
      ...(trial === undefined
        ? {}
        : { trial: trial && { days: trial.days, needsMethod: trial.needs_payment_method } }),
    })
    if (result.ok) return answerWithProductOf(planId)
    const { error } = result
    return error.type === 'sizes_refused' ? refuseSizes(ctx, error.faults) : refuseChange(ctx, error.type)
  }
}
