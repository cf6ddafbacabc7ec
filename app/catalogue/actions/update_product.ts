import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type { SaleState } from '#app/catalogue/domain/catalogue'
import type { Translations } from '#app/catalogue/domain/translation'
import { productChanged } from '#app/catalogue/events'
import { findProductRow, updateProduct } from '#app/catalogue/records/catalogue_writes'

/** Only what is given changes. The address stays: others link to it. */
export interface ProductChanges {
  name?: string
  tagline?: string
  description?: string
  position?: number
  status?: SaleState
  translations?: Translations
}

/** Changes what a product says and whether it is sold. Orders keep what they were made from. */
@inject()
export class UpdateProduct {
  constructor(private events: EventLog) {}

  execute(productId: string, changes: ProductChanges): Promise<Result<void, { type: 'product_not_found' }>> {
    return inTransaction(async () => {
      if (!(await findProductRow(productId))) return err({ type: 'product_not_found' })
      const { translations, ...words } = changes
      await updateProduct(productId, {
        ...words,
        ...(translations ? { translations: JSON.stringify(translations) } : {}),
      })
      const subject = { kind: 'product', id: productId }
      await this.events.record([fact(productChanged, subject, { data: { productId, changes } })])
      return ok()
    })
  }
}
