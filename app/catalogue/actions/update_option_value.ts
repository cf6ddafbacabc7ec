import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type { Translations } from '#app/catalogue/domain/translation'
import { optionChanged } from '#app/catalogue/events'
import {
  clearDefaults,
  findOptionRow,
  findOptionValueRow,
  updateOptionValue,
} from '#app/catalogue/records/catalogue_writes'

/** Only what is given changes. */
export interface OptionValueChanges {
  name?: string
  group_name?: string
  spec?: Record<string, string>
  position?: number
  is_default?: boolean
  status?: 'active' | 'archived'
  translations?: Translations
}

/** Changes one thing that can be chosen, or takes it off the list. */
@inject()
export class UpdateOptionValue {
  constructor(private events: EventLog) {}

  execute(valueId: string, changes: OptionValueChanges): Promise<Result<void, { type: 'value_not_found' }>> {
    return inTransaction(async () => {
      const value = await findOptionValueRow(valueId)
      const option = value && (await findOptionRow(value.option_id))
      if (!value || !option) return err({ type: 'value_not_found' })
      const { spec, translations, ...words } = changes
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
