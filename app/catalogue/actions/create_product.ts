import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { ProductKind } from '#app/catalogue/domain/kinds/product_kinds'
import { productCreated } from '#app/catalogue/events'
import { insertProduct } from '#app/catalogue/records/catalogue_writes'

export interface NewProduct {
  slug: string
  /** What is delivered: it decides which sizes its plans have, and does not change. */
  kind: ProductKind
  name: string
  tagline: string
  description: string
}

/** Begins something new to sell. It is a draft until somebody puts it on sale. */
@inject()
export class CreateProduct {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: NewProduct): Promise<Result<string, { type: 'slug_taken' }>> {
    return inTransaction(async () => {
      const id = newId()
      const isNew = await insertProduct({
        id,
        ...input,
        status: 'draft',
        created_at: this.clock.now(),
      })
      if (!isNew) return err({ type: 'slug_taken' })
      await this.events.record([fact(productCreated, { kind: 'product', id }, { data: { productId: id } })])
      return ok(id)
    })
  }
}
