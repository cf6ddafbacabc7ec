import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type { SaleState, TrialOffer } from '#app/catalogue/domain/catalogue'
import type { PlanSpec } from '#app/catalogue/domain/configured_item'
import type { Translations } from '#app/catalogue/domain/translation'
import { planChanged } from '#app/catalogue/events'
import { findPlanRow, updatePlan } from '#app/catalogue/records/catalogue_writes'

/** Only what is given changes. */
export interface PlanChanges {
  name?: string
  description?: string
  spec?: PlanSpec
  panelPackage?: string
  position?: number
  is_recommended?: boolean
  status?: SaleState
  stock_limit?: number | null
  translations?: Translations
  /** For orders from now on; a trial that runs keeps its days. */
  trial?: TrialOffer | null
}

/** Changes a plan for new orders. Services that run keep the size they were made with. */
@inject()
export class UpdatePlan {
  constructor(private events: EventLog) {}

  execute(planId: string, changes: PlanChanges): Promise<Result<void, { type: 'plan_not_found' }>> {
    return inTransaction(async () => {
      const plan = await findPlanRow(planId)
      if (!plan) return err({ type: 'plan_not_found' })
      const { spec, panelPackage, translations, trial, ...words } = changes
      await updatePlan(planId, {
        ...words,
        ...(spec ? { spec: JSON.stringify(spec) } : {}),
        ...(translations ? { translations: JSON.stringify(translations) } : {}),
        ...(trial === undefined ? {} : trialColumns(trial)),
        ...(panelPackage ? { panel_package: JSON.stringify({ package: panelPackage }) } : {}),
      })
      const data = { planId, productId: plan.product_id, changes }
      await this.events.record([fact(planChanged, { kind: 'plan', id: planId }, { data })])
      return ok()
    })
  }
}

function trialColumns(trial: TrialOffer | null) {
  return trial
    ? { trial_days: trial.days, trial_needs_method: trial.needsMethod }
    : { trial_days: null, trial_needs_method: true }
}
