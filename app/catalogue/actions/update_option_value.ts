import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { faultsInValue } from '#app/catalogue/domain/kinds/product_kinds'
import type { SizeFault, Sizes } from '#app/catalogue/domain/kinds/size_field'
import type { Translations } from '#app/catalogue/domain/translation'
import { optionChanged } from '#app/catalogue/events'
import {
  clearDefaults,
  findOptionRow,
  findOptionValueRow,
  findProductRow,
  updateOptionValue,
} from '#app/catalogue/records/catalogue_writes'

/** Only what is given changes. */
export interface OptionValueChanges {
  name?: string
  group_name?: string
  spec?: Sizes
  position?: number
  is_default?: boolean
  status?: 'active' | 'archived'
  translations?: Translations
}

export type UpdateOptionValueError =
  { type: 'value_not_found' } | { type: 'sizes_refused'; faults: SizeFault[] }

/** Changes one thing that can be chosen, or takes it off the list. */
@inject()
export class UpdateOptionValue {
  constructor(private events: EventLog) {}

  execute(valueId: string, changes: OptionValueChanges): Promise<Result<void, UpdateOptionValueError>> {
    return inTransaction(async () => {
      const value = await findOptionValueRow(valueId)
      const option = value && (await findOptionRow(value.option_id))
      if (!value || !option) return err({ type: 'value_not_found' })
      const { spec, translations, ...words } = changes
      const product = spec && (await findProductRow(option.product_id))
      const faults = product ? faultsInValue(product.kind, spec) : []
      if (faults.length > 0) return err({ type: 'sizes_refused', faults })
      if (changes.is_default) await clearDefaults(option.id)
      await updateOptionValue(valueId, {
        ...words,
        ...(spec ? { spec: JSON.stringify(spec) } : {}),
        ...(translations ? { translations: JSON.stringify(translations) } : {}),
      })
      const data = { optionId: option.id, productId: option.product_id, changes }
      await this.events.record([fact(optionChanged, { kind: 'option', id: option.id }, { data })])
      return ok()
    })
  }
}
