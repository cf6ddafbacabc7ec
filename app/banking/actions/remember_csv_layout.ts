import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type CsvColumns, isComplete } from '#app/banking/domain/csv_layout'
import { saveLayout } from '#app/banking/records/csv_layouts'

export type RememberCsvLayoutError = { type: 'column_missing' | 'column_unknown' | 'column_twice' }

/** Remembers which column of a bank's table is what: the next file with the same head line is read by it. */
@inject()
export class RememberCsvLayout {
  constructor(private clock: Clock) {}

  execute(head: readonly string[], layout: CsvColumns): Promise<Result<CsvColumns, RememberCsvLayoutError>> {
    return inTransaction(async () => {
      const places = Object.values(layout.columns)
      if (places.some((place) => place < 0 || place >= head.length)) return err({ type: 'column_unknown' })
      if (new Set(places).size < places.length) return err({ type: 'column_twice' })
      if (!isComplete(layout.columns)) return err({ type: 'column_missing' })
      await saveLayout(head, layout, this.clock.now())
      return ok(layout)
    })
  }
}
