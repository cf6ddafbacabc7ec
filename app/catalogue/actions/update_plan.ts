import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type { SaleState, TrialOffer } from '#app/catalogue/domain/catalogue'
import { rulesOf } from '#app/catalogue/domain/kinds/product_kinds'
import { readSizes, type SizeFault, type Sizes } from '#app/catalogue/domain/kinds/size_field'
import type { Translations } from '#app/catalogue/domain/translation'
import { planChanged } from '#app/catalogue/events'
import { findPlanRow, findProductRow, updatePlan } from '#app/catalogue/records/catalogue_writes'

/** Only what is given changes. */
export interface PlanChanges {
  name?: string
  description?: string
  /** Sizes by the names of the product's kind. */
  sizes?: Sizes
  panelPackage?: string
  position?: number
  is_recommended?: boolean
  status?: SaleState
  stock_limit?: number | null
  translations?: Translations
  /** For orders from now on; a trial that runs keeps its days. */
  trial?: TrialOffer | null
}

export type UpdatePlanError = { type: 'plan_not_found' } | { type: 'sizes_refused'; faults: SizeFault[] }

/** Changes a plan for new orders. Services that run keep the size they were made with. */
@inject()
export class UpdatePlan {
  constructor(private events: EventLog) {}

  execute(planId: string, changes: PlanChanges): Promise<Result<void, UpdatePlanError>> {
    return inTransaction(async () => {
      const plan = await findPlanRow(planId)
      if (!plan) return err({ type: 'plan_not_found' })
      const { sizes: given, panelPackage, translations, trial, ...words } = changes
      const product = await findProductRow(plan.product_id)
      if (!product) return err({ type: 'plan_not_found' })
      const read = given && readSizes(rulesOf(product.kind).fields, given)
      if (read && read.faults.length > 0) return err({ type: 'sizes_refused', faults: read.faults })
      await updatePlan(planId, {
        ...words,
        ...(read ? { spec: JSON.stringify(read.sizes) } : {}),
        ...(translations ? { translations: JSON.stringify(translations) } : {}),
        ...(trial === undefined ? {} : trialColumns(trial)),
        ...(panelPackage ? { panel_package: renamePackage(plan.panel_package, panelPackage) } : {}),
      })
      const data = { planId, productId: plan.product_id, changes }
      await this.events.record([fact(planChanged, { kind: 'plan', id: planId }, { data })])
      return ok()
    })
  }
}

/** What else a plan says to its panel, such as the game that it installs, stays. */
function renamePackage(known: unknown, name: string): string {
  return JSON.stringify({ ...(known as object), package: name })
}

function trialColumns(trial: TrialOffer | null) {
  return trial
    ? { trial_days: trial.days, trial_needs_method: trial.needsMethod }
    : { trial_days: null, trial_needs_method: true }
}
