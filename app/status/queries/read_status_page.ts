import { currentTenant } from '#app/shared/database/context'
import { findStatusPage, type StatusPage } from '#app/status/queries/find_status_page'

export interface StatusAnswer {
  page: StatusPage
  /** False when nothing could be measured or read now, and the page is what was known last. */
  isCurrent: boolean
}

const freshMs = 5_000
// A reader of a status page waits no longer than this for a database that does not answer.
const askMs = 2_500
const answers = new Map<string, { page: StatusPage; readAt: number }>()

/**
 * The status page as it can be told now. It is read once for many readers, and kept: when the database is away, the last answer
 * is told with its time, for that is when people look here.
 */
export async function readStatusPage(): Promise<StatusAnswer | null> {
  const tenantId = currentTenant().id
  const known = answers.get(tenantId)
  if (known && performance.now() - known.readAt < freshMs) return { page: known.page, isCurrent: true }
  try {
    const page = await within(askMs, findStatusPage())
    answers.set(tenantId, { page, readAt: performance.now() })
    return { page, isCurrent: true }
  } catch {
    return known ? { page: known.page, isCurrent: false } : null
  }
}

/** For tests: as after a restart. */
export function forgetStatusPages(): void {
  answers.clear()
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database took too long')), limitMs)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
