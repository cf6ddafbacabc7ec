import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { optionChanged } from '#app/catalogue/events'
import { faultsInValue } from '#app/catalogue/domain/kinds/product_kinds'
import type { SizeFault, Sizes } from '#app/catalogue/domain/kinds/size_field'
import { findOptionRow, findProductRow, insertOptionValue } from '#app/catalogue/records/catalogue_writes'

export interface NewOptionValue {
  code: string
  name: string
  group_name: string
  /** What it means for the panel, by the names that the product's kind knows: `{ template }`, `{ panel }`. */
  spec: Sizes
}

export type CreateOptionValueError =
  { type: 'option_not_found' } | { type: 'code_taken' } | { type: 'sizes_refused'; faults: SizeFault[] }

/** Adds one more thing that can be chosen. */
@inject()
export class CreateOptionValue {
  constructor(private events: EventLog) {}

  execute(optionId: string, input: NewOptionValue): Promise<Result<string, CreateOptionValueError>> {
    return inTransaction(async () => {
      const option = await findOptionRow(optionId)
      if (!option) return err({ type: 'option_not_found' })
      const product = await findProductRow(option.product_id)
      const faults = product ? faultsInValue(product.kind, input.spec) : []
      if (faults.length > 0) return err({ type: 'sizes_refused', faults })
      const id = newId()
      const { spec, ...words } = input
      const isNew = await insertOptionValue({ ...words, id, option_id: optionId, spec: JSON.stringify(spec) })
      if (!isNew) return err({ type: 'code_taken' })
      const data = { optionId, productId: option.product_id, changes: input }
      await this.events.record([fact(optionChanged, { kind: 'option', id: optionId }, { data })])
      return ok(id)
    })
  }
}
