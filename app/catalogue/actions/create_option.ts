import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { optionChanged } from '#app/catalogue/events'
import { findProductRow, insertOption } from '#app/catalogue/records/catalogue_writes'

export interface NewOption {
  code: string
  name: string
  help: string
  kind: 'choice' | 'quantity' | 'toggle'
  minimum: number
  maximum: number
}

export type CreateOptionError = { type: 'product_not_found' } | { type: 'code_taken' }

/** Lets customers choose something more with a product. */
@inject()
export class CreateOption {
  constructor(private events: EventLog) {}

  execute(productId: string, input: NewOption): Promise<Result<string, CreateOptionError>> {
    return inTransaction(async () => {
      if (!(await findProductRow(productId))) return err({ type: 'product_not_found' })
      const id = newId()
      if (!(await insertOption({ ...input, id, product_id: productId }))) return err({ type: 'code_taken' })
      const data = { optionId: id, productId, changes: input }
      await this.events.record([fact(optionChanged, { kind: 'option', id }, { data })])
      return ok(id)
    })
  }
}
