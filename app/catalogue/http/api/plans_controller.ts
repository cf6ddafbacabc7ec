import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { CreatePlan } from '#app/catalogue/actions/create_plan'
import { UpdatePlan } from '#app/catalogue/actions/update_plan'
import { withoutEmptyTexts } from '#app/catalogue/domain/translation'
import type { PlanSpec } from '#app/catalogue/domain/configured_item'
import { answerWithProductOf, refuseChange } from '#app/catalogue/http/api/catalogue_answers'
import { createPlanBody, updatePlanBody } from '#app/catalogue/http/catalogue_validators'
import { readId } from '#app/shared/ids'

/** Sizes of a product. */
@inject()
export default class PlansController {
  constructor(
    private createPlan: CreatePlan,
    private updatePlan: UpdatePlan
  ) {}

  async store(ctx: HttpContext) {
    const { spec, panel_package, description = '', ...body } = await ctx.request.validateUsing(createPlanBody)
    const productId = readId('product', ctx.params.id)
    if (!productId) return refuseChange(ctx, 'product_not_found')
    const result = await this.createPlan.execute(productId, {
      ...body,
      description,
      spec: toSpec(spec),
      panelPackage: panel_package,
    })
    return result.ok ? answerWithProductOf(result.value) : refuseChange(ctx, result.error.type)
  }

  async update(ctx: HttpContext) {
    const { spec, panel_package, translations, trial, ...changes } =
      await ctx.request.validateUsing(updatePlanBody)
    const planId = readId('plan', ctx.params.id)
    if (!planId) return refuseChange(ctx, 'plan_not_found')
    const result = await this.updatePlan.execute(planId, {
      ...changes,
      ...(spec ? { spec: toSpec(spec) } : {}),
      ...(translations ? { translations: withoutEmptyTexts(translations) } : {}),
      ...(panel_package ? { panelPackage: panel_package } : {}),
      ...(trial === undefined
        ? {}
        : { trial: trial && { days: trial.days, needsMethod: trial.needs_payment_method } }),
    })
    return result.ok ? answerWithProductOf(planId) : refuseChange(ctx, result.error.type)
  }
}

interface SpecOnWire {
  cpu_cores: number
  memory_mb: number
  storage_gb: number
  traffic_gb: number
  network_mbps: number
}

function toSpec(wire: SpecOnWire): PlanSpec {
  return {
    cpuCores: wire.cpu_cores,
    memoryMb: wire.memory_mb,
    storageGb: wire.storage_gb,
    trafficGb: wire.traffic_gb,
    networkMbps: wire.network_mbps,
  }
}
