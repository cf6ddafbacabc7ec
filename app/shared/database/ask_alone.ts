import type { QueryResult } from 'pg'
import type { Question } from '#app/shared/database/context'
import { sendAsOne } from '#app/shared/database/one_message'

/**
 * Asks one question in a read-only transaction of its own: settings and question travel in one message and are answered in one,
 * without `begin` and `commit`. When the settings fail the server does not ask the question.
 */
export function askAlone(tenantId: string, question: Question): Promise<QueryResult> {
  return sendAsOne({ tenantId, isReadOnly: true, question })
}
