import type { CompiledQuery } from 'kysely'
import type { QueryResult } from 'pg'
import { requireContext } from '#app/shared/database/context'
import { planName } from '#app/shared/database/kept_plans'
import { sendAsOne } from '#app/shared/database/one_message'

/**
 * Carries out one statement that is a whole transaction by itself, in one round trip instead of three. It is committed when this returns.
 * Inside an open transaction it throws: it would stand whatever became of that.
 */
export function writeAlone<Row extends object>({
  sql: text,
  parameters,
}: CompiledQuery): Promise<QueryResult<Row>> {
  const { tenant, unit } = requireContext()
  if (unit) throw new Error('A statement that stands alone was written inside an open transaction')
  const question = { text, values: [...parameters], name: planName(text) }
  return sendAsOne({ tenantId: tenant.id, isReadOnly: false, question }) as Promise<QueryResult<Row>>
}
