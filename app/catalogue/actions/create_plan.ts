import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { rulesOf } from '#app/catalogue/domain/kinds/product_kinds'
import { readSizes, type SizeFault, type Sizes } from '#app/catalogue/domain/kinds/size_field'
import { planCreated } from '#app/catalogue/events'
import { findProductRow, insertPlan } from '#app/catalogue/records/catalogue_writes'

export interface NewPlan {
  slug: string
  name: string
  description: string
  /** Sizes by the names of the product's kind. */
  sizes: Sizes
  /** Kind of panel; the usual one of the product's kind when left out. */
  panelDriver?: string
  /** What the panel calls this size. */
  panelPackage: string
}

export type CreatePlanError =
  { type: 'product_not_found' } | { type: 'slug_taken' } | { type: 'sizes_refused'; faults: SizeFault[] }

/** Adds a size to a product. It is a draft until somebody puts it on sale. */
@inject()
export class CreatePlan {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(productId: string, input: NewPlan): Promise<Result<string, CreatePlanError>> {
    return inTransaction(async () => {
      const product = await findProductRow(productId)
      if (!product) return err({ type: 'product_not_found' })
      const { fields, usualDriver } = rulesOf(product.kind)
      const { sizes, faults } = readSizes(fields, input.sizes)
      if (faults.length > 0) return err({ type: 'sizes_refused', faults })
      const id = newId()
      const { slug, name, description, panelPackage, panelDriver = usualDriver } = input
      const isNew = await insertPlan({
        slug,
        name,
        description,
        id,
        product_id: productId,
        spec: JSON.stringify(sizes),
        panel_driver: panelDriver,
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
