import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { PlanSpec } from '#app/catalogue/domain/configured_item'
import { planCreated } from '#app/catalogue/events'
import { findProductRow, insertPlan } from '#app/catalogue/records/catalogue_writes'

export interface NewPlan {
  slug: string
  name: string
  description: string
  spec: PlanSpec
  /** What the panel calls this size. */
  panelPackage: string
}

export type CreatePlanError = { type: 'product_not_found' } | { type: 'slug_taken' }

/** Adds a size to a product. It is a draft until somebody puts it on sale. */
@inject()
export class CreatePlan {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(productId: string, input: NewPlan): Promise<Result<string, CreatePlanError>> {
    return inTransaction(async () => {
      if (!(await findProductRow(productId))) return err({ type: 'product_not_found' })
      const id = newId()
      const { spec, panelPackage, ...words } = input
      const isNew = await insertPlan({
        ...words,
        id,
        product_id: productId,
        spec: JSON.stringify(spec),
        panel_driver: 'virtfusion',
        panel_package: JSON.stringify({ package: panelPackage }),
        status: 'draft',
        created_at: this.clock.now(),
      })
      if (!isNew) return err({ type: 'slug_taken' })
      await this.events.record([fact(planCreated, { kind: 'plan', id }, { data: { planId: id, productId } })])
      return ok(id)
    })
  }
}
