import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { serviceStatuses, type ServiceStatus } from '#app/provisioning/domain/service'

/** How many services stand in each state? Read from counters that are kept, never counted. */
export async function countServices(): Promise<Record<ServiceStatus, number>> {
  const rows = await inReadTransaction(() =>
    db.selectFrom('service_counts').select(['status', 'count']).execute()
  )
  const counts = new Map(rows.map((row) => [row.status, Number(row.count)]))
  return Object.fromEntries(serviceStatuses.map((status) => [status, counts.get(status) ?? 0])) as Record<
    ServiceStatus,
    number
  >
}
