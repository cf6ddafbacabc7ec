import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type { Translations } from '#app/catalogue/domain/translation'
import { optionChanged } from '#app/catalogue/events'
import { findOptionRow, updateOption } from '#app/catalogue/records/catalogue_writes'

/** Only what is given changes. */
export interface OptionChanges {
  name?: string
  help?: string
  minimum?: number
  maximum?: number
  position?: number
  status?: 'active' | 'archived'
  translations?: Translations
}

export type UpdateOptionError = { type: 'option_not_found' } | { type: 'range_empty' }

/** Changes what can be chosen with new orders. Archived, it is offered no more. */
@inject()
export class UpdateOption {
  constructor(private events: EventLog) {}

  execute(optionId: string, changes: OptionChanges): Promise<Result<void, UpdateOptionError>> {
    return inTransaction(async () => {
      const option = await findOptionRow(optionId)
      if (!option) return err({ type: 'option_not_found' })
      const { minimum, maximum } = { ...option, ...changes }
      if (maximum < minimum) return err({ type: 'range_empty' })
      const { translations, ...words } = changes
      await updateOption(optionId, {
        ...words,
        ...(translations ? { translations: JSON.stringify(translations) } : {}),
      })
      const data = { optionId, productId: option.product_id, changes }
      await this.events.record([fact(optionChanged, { kind: 'option', id: optionId }, { data })])
      return ok()
    })
  }
}
